package dev.pglitej.natives.supplement;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.TranslationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a supplement asks of the guest that it is loaded into, and what it offers. One word and its arguments a line; {@code #} begins a
 * comment:
 *
 * <pre>
 * import NAME SIGNATURE       a function of another module, which C calls as guest_NAME
 * variable NAME               a variable of another module, whose address C gets from address_of_NAME
 * type SIGNATURE              a type of functions that C calls by their place in the table, with call_SIGNATURE
 * export NAME SIGNATURE       a function that C defines, for other modules
 * table NAME SIGNATURE        a function that C defines and that has a place in the table, which C gets from place_of_NAME
 * memory BYTES                linear memory of its own, filled with zeros, whose address C gets from own_memory
 * </pre>
 */
record Declaration(
        List<Function> imports,
        List<String> variables,
        List<Signature> types,
        List<Function> exports,
        List<Function> table,
        int memoryBytes) {

    /** A function's name and type. */
    record Function(String name, Signature signature) {}

    static Declaration parse(String name, String text) {
        Reader reader = new Reader();
        int line = 0;
        for (String raw : text.split("\n", -1)) {
            line++;
            String stripped = raw.replaceFirst("#.*", "").strip();
            if (stripped.isEmpty()) continue;
            try {
                reader.read(stripped.split("\\s+"));
            } catch (BuildException | TranslationException | NumberFormatException e) {
                throw new BuildException(
                        "line %d of the declaration of %s, \"%s\": %s".formatted(line, name, stripped, e.getMessage()),
                        e);
            }
        }
        return new Declaration(
                List.copyOf(reader.imports),
                List.copyOf(reader.variables),
                List.copyOf(reader.types),
                List.copyOf(reader.exports),
                List.copyOf(reader.table),
                reader.memoryBytes);
    }

    private static final class Reader {
        private final List<Function> imports = new ArrayList<>();
        private final List<String> variables = new ArrayList<>();
        private final List<Signature> types = new ArrayList<>();
        private final List<Function> exports = new ArrayList<>();
        private final List<Function> table = new ArrayList<>();
        private final Set<String> taken = new HashSet<>();
        private int memoryBytes;

        void read(String[] words) {
            switch (words[0] + " " + words.length) {
                case "import 3" -> imports.add(function("import ", words));
                case "variable 2" -> {
                    takeOnce("variable " + words[1]);
                    variables.add(words[1]);
                }
                case "type 2" -> {
                    takeOnce("type " + words[1]);
                    types.add(Signature.parse(words[1]));
                }
                case "export 3" -> exports.add(function("export ", words));
                case "table 3" -> table.add(function("table ", words));
                case "memory 2" -> {
                    takeOnce("memory");
                    memoryBytes = Integer.parseInt(words[1]);
                }
                default ->
                    throw new BuildException(
                            "not understood; known are import NAME SIGNATURE, variable NAME, type SIGNATURE,"
                                    + " export NAME SIGNATURE, table NAME SIGNATURE and memory BYTES");
            }
        }

        private Function function(String kind, String[] words) {
            takeOnce(kind + words[1]);
            Signature signature = Signature.parse(words[2]);
            if (signature.results().size() > 1) {
                throw new BuildException("C functions have one result at most");
            }
            return new Function(words[1], signature);
        }

        private void takeOnce(String what) {
            if (!taken.add(what)) throw new BuildException(what + " is declared twice");
        }
    }
}
