package dev.pglitej.internal.admin;

/**
 * One statement of a script.
 *
 * @param script the name of the script, for messages
 * @param line of the script in which the statement begins, from 1
 */
public record SqlStatement(String script, int line, String sql) {
    private static final int SHOWN = 80;

    /** The script, the line, and the beginning of the statement. */
    String place() {
        String text = sql.strip().replaceAll("\\s+", " ");
        return "%s, line %d (%s)"
                .formatted(script, line, text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
    }
}
