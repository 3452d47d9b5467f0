package dev.pglitej.internal.admin;

/**
 * One statement of a script.
 *
 * @param script what the script is called, for messages
 * @param line where in it the statement begins, from 1
 */
public record SqlStatement(String script, int line, String sql) {
    private static final int SHOWN = 80;

    /** Where it stands, and how it begins. */
    String place() {
        String text = sql.strip().replaceAll("\\s+", " ");
        return "%s, line %d (%s)"
                .formatted(script, line, text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
    }
}
