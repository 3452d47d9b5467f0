package dev.pglitej.spi;

import static java.util.Objects.requireNonNull;

/** The database has refused to open a session. It has the error to send to the client. Immutable. */
public final class SessionRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sqlState;
    private final String detail;

    /**
     * @param sqlState PostgreSQL's error code, five characters, such as 57P03
     * @param message the primary message, such as "the database system is shutting down"
     * @param detail PostgreSQL's DETAIL; empty if there is none
     */
    public SessionRefusedException(String sqlState, String message, String detail) {
        super(requireNonNull(message), null, false, false);
        this.sqlState = requireNonNull(sqlState);
        this.detail = requireNonNull(detail);
    }

    /** PostgreSQL's error code, five characters. */
    public String sqlState() {
        return sqlState;
    }

    /** The primary message; never null. */
    public String primaryMessage() {
        return requireNonNull(getMessage());
    }

    /** PostgreSQL's DETAIL; empty if there is none. */
    public String detail() {
        return detail;
    }
}
