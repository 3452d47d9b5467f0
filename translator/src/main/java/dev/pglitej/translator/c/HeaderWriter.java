package dev.pglitej.translator.c;

import dev.pglitej.translator.wasm.Function;
import dev.pglitej.translator.wasm.Import;
import dev.pglitej.translator.wasm.Segment;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.ValueType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes the header that all of a module's files include: types, cells, imports, prototypes. */
final class HeaderWriter {
    private final CModule module;
    private final Lines out = new Lines();

    HeaderWriter(CModule module) {
        this.module = module;
    }

    String write() {
        String guard = "MODULE_" + CModule.sanitised(module.name()) + "_H";
        out.add("/* What the files of %s share. Generated; do not edit. */".formatted(module.name()));
        out.add("#ifndef %s".formatted(guard))
                .add("#define %s".formatted(guard))
                .add("");
        out.add("#include \"rt.h\"").add("#include \"rt_access.h\"").add("#include \"rt_numeric.h\"");
        out.add("").add("#pragma GCC visibility push(hidden)").add("");
        writeTypes();
        writeCells();
        writeImports();
        writePrototypes();
        out.add("").add("#pragma GCC visibility pop").add("").add("#endif");
        return out.toString();
    }

    private void writeTypes() {
        Set<List<ValueType>> structs = new LinkedHashSet<>();
        module.signatures().stream()
                .map(Signature::results)
                .filter(results -> results.size() > 1)
                .forEach(structs::add);
        for (List<ValueType> results : structs) {
            StringBuilder members = new StringBuilder();
            for (int i = 0; i < results.size(); i++) {
                members.append(' ')
                        .append(CType.of(results.get(i)))
                        .append(" r")
                        .append(i)
                        .append(';');
            }
            out.add("struct %s {%s };".formatted(CType.resultsTag(results), members));
        }
        for (Signature signature : module.signatures()) {
            out.add("typedef %s (*%s)(%s);"
                    .formatted(
                            CType.ofResults(signature.results()),
                            CType.pointer(signature),
                            CType.parameters(signature)));
            out.add("#define %s 0x%08xu".formatted(CType.id(signature), signature.id()));
        }
        out.add("");
    }

    private void writeCells() {
        out.add("extern struct rt_module_state module_state;");
        out.add("extern const unsigned char " + module.dataSymbol() + "[];");
        out.add("");
        String area = module.file().isSideModule() ? "RT_AREA_OFFSET + module_state.area_offset" : "RT_AREA_OFFSET";
        out.add("/* A cell of this module's area. */");
        out.add("static inline char *own_cell(rt_guest *g, u32 offset) {");
        out.add("  return (char *)g + %s + offset;".formatted(area));
        out.add("}").add("");
        out.add("/* The cell of an imported mutable global, which lies elsewhere. */");
        out.add("static inline char *imported_cell(rt_guest *g, u32 slot) {");
        out.add("  return (char *)g + (int64_t)i64_get(own_cell(g, slot));");
        out.add("}").add("");
        module.layout()
                .globals()
                .forEach((global, offset) ->
                        out.add("#define %s %d".formatted(module.layout().globalName(global), offset)));
        List<Segment.OfElements> elements = module.file().elements();
        for (int i = 0; i < elements.size(); i++) {
            out.add("extern const struct rt_entry %s[];".formatted(module.elementsName(i)));
        }
        out.add("");
    }

    private void writeImports() {
        for (int i = 0; i < module.functionImports().size(); i++) {
            Import.OfFunction function = module.functionImports().get(i);
            String head = FunctionWriter.declaration(module.functionName(i), function.signature());
            if (function.isInvoke()) {
                out.add(head + ";");
                continue;
            }
            String result = function.signature().results().isEmpty() ? "" : "return ";
            out.add("static inline " + head + " {");
            out.add("  %s((%s)code_get(own_cell(g, %d)))(%s);"
                    .formatted(
                            result,
                            CType.pointer(function.signature()),
                            module.layout().functionSlot(i),
                            CType.arguments(function.signature(), 0)));
            out.add("}");
        }
        out.add("");
    }

    private void writePrototypes() {
        for (Function function : module.file().functions()) {
            Signature signature = function.signature();
            out.add(CType.ofResults(signature.results()) + " " + module.functionName(function.index()) + "("
                    + CType.parameters(signature) + ");");
        }
    }
}
