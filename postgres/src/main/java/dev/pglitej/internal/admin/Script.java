package dev.pglitej.internal.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits SQL into statements, as psql does: at each semicolon that is not in a quotation, a comment, parentheses, or the body of a function
 * that begins with BEGIN ATOMIC. Confined to one thread.
 */
public final class Script {
    private static final Pattern DOLLAR_QUOTE =
            Pattern.compile("\\$([A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*)?\\$");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_\\u0080-\\uffff][\\w$\\u0080-\\uffff]*");
    private static final Pattern ROUTINE =
            Pattern.compile("create\\s+(or\\s+replace\\s+)?(function|procedure)\\b.*", Pattern.DOTALL);

    private final String name;
    private final String sql;
    private final List<SqlStatement> statements = new ArrayList<>();
    private int position;
    /** The start of the present statement; -1 between two. */
    private int start = -1;

    /** Up to where lines have been counted. */
    private int counted;

    private int line = 1;

    private int parentheses;
    private int bodies;

    private Script(String name, String sql) {
        this.name = name;
        this.sql = sql;
    }

    /** The statements of a script, without those that are empty. */
    public static List<SqlStatement> parse(String name, String sql) {
        Script script = new Script(name, sql);
        script.read();
        return List.copyOf(script.statements);
    }

    private void read() {
        while (position < sql.length()) {
            char c = sql.charAt(position);
            if (Character.isWhitespace(c)) {
                position++;
            } else if (sql.startsWith("--", position)) {
                skipTo(sql.indexOf('\n', position), 1);
            } else if (sql.startsWith("/*", position)) {
                skipComment();
            } else if (c == ';' && parentheses == 0 && bodies == 0) {
                end();
                position++;
            } else {
                if (start < 0) start = position;
                readToken(c);
            }
        }
        end();
    }

    private void readToken(char c) {
        switch (c) {
            case '\'' -> skipQuoted('\'', isEscapeString());
            case '"' -> skipQuoted('"', false);
            case '$' -> readDollar();
            case '(' -> {
                parentheses++;
                position++;
            }
            case ')' -> {
                parentheses = Math.max(parentheses - 1, 0);
                position++;
            }
            default -> readWord();
        }
    }

    private void readWord() {
        Matcher word = WORD.matcher(sql).region(position, sql.length());
        if (!word.lookingAt()) {
            position++;
            return;
        }
        position = word.end();
        String text = word.group().toLowerCase(Locale.ROOT);
        if (text.equals("begin") && parentheses == 0 && isRoutine()) {
            bodies++;
        } else if (text.equals("case") && bodies > 0) {
            bodies++;
        } else if (text.equals("end") && bodies > 0) {
            bodies--;
        }
    }

    private boolean isRoutine() {
        return ROUTINE.matcher(sql.substring(start, position).toLowerCase(Locale.ROOT))
                .matches();
    }

    /** Whether the quotation that begins here is one like E'…', where a backslash escapes. */
    private boolean isEscapeString() {
        if (position == 0 || Character.toLowerCase(sql.charAt(position - 1)) != 'e') return false;
        return position == 1
                || (!Character.isLetterOrDigit(sql.charAt(position - 2)) && sql.charAt(position - 2) != '_');
    }

    /** A doubled quote counts as the end of one quotation and the beginning of another, with the same result. */
    private void skipQuoted(char quote, boolean hasEscapes) {
        boolean isDoubled;
        do {
            position++;
            while (position < sql.length() && sql.charAt(position) != quote) {
                position += hasEscapes && sql.charAt(position) == '\\' ? 2 : 1;
            }
            isDoubled = hasEscapes && sql.startsWith("''", position);
            position++;
        } while (isDoubled);
    }

    private void readDollar() {
        Matcher quote = DOLLAR_QUOTE.matcher(sql).region(position, sql.length());
        if (quote.lookingAt()) {
            skipTo(sql.indexOf(quote.group(), quote.end()), quote.group().length());
        } else {
            position++;
        }
    }

    private void skipComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (sql.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else {
                position++;
            }
        } while (depth > 0 && position < sql.length());
    }

    /** Without an end, the rest belongs to the quotation, and PostgreSQL reports the error. */
    private void skipTo(int end, int length) {
        position = end < 0 ? sql.length() : end + length;
    }

    /** The line of a place that is not before the former one. */
    private int lineOf(int place) {
        for (; counted < place; counted++) {
            if (sql.charAt(counted) == '\n') line++;
        }
        return line;
    }

    private void end() {
        if (start >= 0) {
            String statement = sql.substring(start, Math.min(position, sql.length()));
            statements.add(new SqlStatement(name, lineOf(start), statement));
        }
        start = -1;
        parentheses = 0;
        bodies = 0;
    }
}
