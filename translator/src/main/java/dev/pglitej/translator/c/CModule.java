package dev.pglitej.translator.c;

import dev.pglitej.translator.wasm.Export;
import dev.pglitej.translator.wasm.Import;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.TranslationException;
import dev.pglitej.translator.wasm.WasmFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A module as C: how its things are named and where they lie. Immutable once made. */
final class CModule {
    /** Functions of these numbers must not be named like the types f32 and f64 or the instructions on them. */
    private static final Set<Integer> FLOAT_SIZES = Set.of(32, 64);

    private final String name;
    private final WasmFile file;
    private final Directives directives;
    private final List<Import.OfFunction> functionImports;
    private final Map<Integer, List<String>> functionExports = new HashMap<>();
    private final List<Signature> signatures;
    private final AreaLayout layout;

    CModule(String name, WasmFile file, Directives directives) {
        this.name = name;
        this.file = file;
        this.directives = directives;
        this.functionImports = file.functionImports();
        Map<Integer, String> globalNames = new HashMap<>();
        for (Export export : file.exports()) {
            if (export.kind() == Export.Kind.FUNCTION) {
                functionExports
                        .computeIfAbsent(export.index(), index -> new ArrayList<>())
                        .add(export.name());
            } else if (export.kind() == Export.Kind.GLOBAL) {
                globalNames.putIfAbsent(export.index(), "_" + sanitised(export.name()));
            }
        }
        for (int i = 0; i < file.globalImports().size(); i++) {
            globalNames.put(i, "_" + sanitised(file.globalImports().get(i).name()));
        }
        layout = new AreaLayout(file, directives, globalNames);
        signatures = signatures(file);
    }

    private static List<Signature> signatures(WasmFile file) {
        Set<Signature> signatures = new LinkedHashSet<>(file.types());
        file.functionImports().stream()
                .filter(Import.OfFunction::isInvoke)
                .forEach(invoke -> signatures.add(calledBy(invoke)));
        Map<Integer, Signature> ids = new HashMap<>();
        for (Signature signature : signatures) {
            Signature other = ids.putIfAbsent(signature.id(), signature);
            if (other != null) {
                throw new TranslationException(
                        "the signatures %s and %s share a type id".formatted(other.text(), signature.text()));
            }
        }
        return List.copyOf(signatures);
    }

    /** The type of the functions that an {@code invoke_*} calls. */
    static Signature calledBy(Import.OfFunction invoke) {
        Signature signature = invoke.signature();
        if (signature.parameters().isEmpty()) {
            throw new TranslationException("import env." + invoke.name() + " takes no function to call");
        }
        return signature.withoutFirstParameter();
    }

    String name() {
        return name;
    }

    WasmFile file() {
        return file;
    }

    Directives directives() {
        return directives;
    }

    AreaLayout layout() {
        return layout;
    }

    List<Import.OfFunction> functionImports() {
        return functionImports;
    }

    /** All types, each once. */
    List<Signature> signatures() {
        return signatures;
    }

    int indexOf(Signature signature) {
        return signatures.indexOf(signature);
    }

    /** What the module offers, directives' additions included. */
    List<Export> exports() {
        List<Export> exports = new ArrayList<>(file.exports());
        exports.addAll(directives.exports());
        return exports;
    }

    List<String> exportNames(int function) {
        return functionExports.getOrDefault(function, List.of());
    }

    Signature signature(int function) {
        return function < functionImports.size()
                ? functionImports.get(function).signature()
                : file.functions().get(function - functionImports.size()).signature();
    }

    /** The C name to call a function by. */
    String functionName(int function) {
        if (function < functionImports.size()) {
            Import.OfFunction imported = functionImports.get(function);
            String prefix = imported.isInvoke() ? "f" : "import_";
            return prefix + function + "_" + sanitised(imported.name());
        }
        String exportName = exportNames(function).stream()
                .findFirst()
                .map(exported -> "_" + sanitised(exported))
                .orElse("");
        return "f" + function + exportName + (FLOAT_SIZES.contains(function) ? "_" : "");
    }

    /** An initializer of struct rt_entry. */
    String entry(int function) {
        return "{%s, 0, (rt_code)%s}".formatted(CType.id(signature(function)), functionName(function));
    }

    String dataSymbol() {
        return sanitised(name) + "_data";
    }

    String elementsName(int segment) {
        return "elements_" + segment;
    }

    static String sanitised(String name) {
        return name.chars()
                .mapToObj(c -> isIdentifierPart(c) ? String.valueOf((char) c) : "_")
                .collect(Collectors.joining());
    }

    private static boolean isIdentifierPart(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** A string literal. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b == '"' || b == '\\' || b == '?' || b < ' ' || b == 127) {
                quoted.append("\\%03o".formatted(b & 0xff));
            } else {
                quoted.append((char) b);
            }
        }
        return quoted.append('"').toString();
    }
}
