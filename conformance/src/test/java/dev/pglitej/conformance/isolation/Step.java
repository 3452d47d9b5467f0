package dev.pglitej.conformance.isolation;

/**
 * Something that a session does. Immutable.
 *
 * @param sql what it sends as one simple query, or {@link #DISCONNECT}
 */
record Step(String session, String name, String sql) {
    /** Ends the session instead of sending anything. */
    static final String DISCONNECT = "\\disconnect";

    /** As orders and answers name it: {@code alice.read}. */
    String fullName() {
        return session + "." + name;
    }
}
