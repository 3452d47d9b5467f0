package dev.pglitej.internal.protocol;

import static java.util.Objects.requireNonNull;

/** Bytes that break the protocol, with the error PostgreSQL has for them. Immutable; without a stack trace, since clients cause it. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String PROTOCOL_VIOLATION = "08P01";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private final String sqlState;
    private final String detail;

    private ProtocolException(String sqlState, String message, String detail) {
        super(message, null, false, false);
        this.sqlState = sqlState;
        this.detail = detail;
    }

    /** Error 08P01 with this primary message. */
    public static ProtocolException violation(String message) {
        return new ProtocolException(PROTOCOL_VIOLATION, message, "");
    }

    /** Error 08P01 with this primary message and more about it. */
    public static ProtocolException violation(String message, String detail) {
        return new ProtocolException(PROTOCOL_VIOLATION, message, detail);
    }

    /** Error 0A000 with this primary message. */
    public static ProtocolException unsupported(String message) {
        return new ProtocolException(FEATURE_NOT_SUPPORTED, message, "");
    }

    /** The error that ends the client's connection. */
    public ErrorFields fatal() {
        ErrorFields error = ErrorFields.fatal(sqlState, requireNonNull(getMessage()));
        return detail.isEmpty() ? error : error.withDetail(detail);
    }
}
