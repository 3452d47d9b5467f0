package dev.pglitej.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * How long a database stays open after its last connection. Immutable.
 *
 * @param seconds 0 closes the database with its last connection, {@link #FOREVER} never
 */
record CloseDelay(int seconds) {
    static final int FOREVER = -1;

    /** @throws IllegalArgumentException if the text is neither a number of seconds nor {@code never} */
    static CloseDelay parse(String text) {
        if (text.equals("never") || text.equals("-1")) return new CloseDelay(FOREVER);
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 0) return new CloseDelay(seconds);
        } catch (NumberFormatException e) {
            throw invalid(text, e);
        }
        throw invalid(text, null);
    }

    private static IllegalArgumentException invalid(String text, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException(
                Parameters.CLOSE_DELAY + " is '" + text + "', but must be a number of seconds, or never", cause);
    }
}
