package dev.pglitej.internal.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an error or a notice says: its fields by their letters, in their order. Immutable.
 *
 * @param fields letters such as S (severity), C (SQLSTATE), M (message), each with its text
 */
public record ErrorFields(Map<Character, String> fields) {
    private static final char SEVERITY = 'S';
    private static final char SEVERITY_UNTRANSLATED = 'V';
    private static final char SQL_STATE = 'C';
    private static final char MESSAGE = 'M';
    private static final char DETAIL = 'D';
    private static final char HINT = 'H';

    public ErrorFields {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** An error that ends the connection. */
    public static ErrorFields fatal(String sqlState, String message) {
        return of("FATAL", sqlState, message);
    }

    public static ErrorFields of(String severity, String sqlState, String message) {
        Map<Character, String> fields = new LinkedHashMap<>();
        fields.put(SEVERITY, severity);
        fields.put(SEVERITY_UNTRANSLATED, severity);
        fields.put(SQL_STATE, sqlState);
        fields.put(MESSAGE, message);
        return new ErrorFields(fields);
    }

    public ErrorFields withDetail(String detail) {
        return with(DETAIL, detail);
    }

    public ErrorFields withHint(String hint) {
        return with(HINT, hint);
    }

    /** ERROR, FATAL, NOTICE and so on; empty when the sender left it out, as with the others. */
    public String severity() {
        return field(SEVERITY);
    }

    public String sqlState() {
        return field(SQL_STATE);
    }

    public String message() {
        return field(MESSAGE);
    }

    public String detail() {
        return field(DETAIL);
    }

    public String hint() {
        return field(HINT);
    }

    void writeTo(MessageBuilder out) {
        fields.forEach((letter, text) -> out.int8(letter).cString(text));
        out.int8(0);
    }

    static ErrorFields read(MessageCursor in) {
        Map<Character, String> fields = new LinkedHashMap<>();
        for (int letter = in.int8(); letter != 0; letter = in.int8()) fields.put((char) letter, in.cString());
        return new ErrorFields(fields);
    }

    private String field(char letter) {
        return fields.getOrDefault(letter, "");
    }

    private ErrorFields with(char letter, String text) {
        Map<Character, String> more = new LinkedHashMap<>(fields);
        more.put(letter, text);
        return new ErrorFields(more);
    }
}
