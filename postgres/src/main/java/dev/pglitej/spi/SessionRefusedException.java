package dev.pglitej.spi;

import static java.util.Objects.requireNonNull;

/** A session that the database would not open, with what its client is to be told. Immutable. */
public final class SessionRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sqlState;
    private final String detail;

    /**
     * @param sqlState five characters, such as 57P03
     * @param message the primary message, such as "the database system is shutting down"
     * @param detail more about it, or empty
     */
    public SessionRefusedException(String sqlState, String message, String detail) {
        super(requireNonNull(message), null, false, false);
        this.sqlState = requireNonNull(sqlState);
        this.detail = requireNonNull(detail);
    }

    public String sqlState() {
        return sqlState;
    }

    /** The primary message; never null. */
    public String primaryMessage() {
        return requireNonNull(getMessage());
    }

    public String detail() {
        return detail;
    }
}
