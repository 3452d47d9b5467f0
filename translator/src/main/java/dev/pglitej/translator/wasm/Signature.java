package dev.pglitej.translator.wasm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** A function type, known by what it takes and gives alone, so that equal ones are the same in all modules. */
public record Signature(List<ValueType> parameters, List<ValueType> results) {
    public Signature {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    /** Reads the form that {@link #text} writes. */
    public static Signature parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new TranslationException("signature \"" + text + "\" has no colon; write it like \"iij:i\"");
        }
        return new Signature(types(text.substring(0, colon)), types(text.substring(colon + 1)));
    }

    private static List<ValueType> types(String letters) {
        return letters.chars().mapToObj(c -> ValueType.ofLetter((char) c)).toList();
    }

    /** The name of the type in the runtime's contract: letters of the parameters, a colon, letters of the results. */
    public String text() {
        return letters(parameters) + ":" + letters(results);
    }

    /** The same as a part of C identifiers, with v for nothing. */
    public String identifier() {
        return orV(letters(parameters)) + "_" + orV(letters(results));
    }

    /** The canonical type id: FNV-1a of the text, never 0. */
    public int id() {
        int hash = 0x811c9dc5;
        for (byte b : text().getBytes(StandardCharsets.US_ASCII)) hash = (hash ^ b) * 0x01000193;
        return hash == 0 ? 1 : hash;
    }

    /** This type without its first parameter: what {@code invoke_*} calls when it has this type. */
    public Signature withoutFirstParameter() {
        return new Signature(parameters.subList(1, parameters.size()), results);
    }

    private static String letters(List<ValueType> types) {
        return types.stream().map(type -> String.valueOf(type.letter())).collect(Collectors.joining());
    }

    private static String orV(String letters) {
        return letters.isEmpty() ? "v" : letters;
    }
}
