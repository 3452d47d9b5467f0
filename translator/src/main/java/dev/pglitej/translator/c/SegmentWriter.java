package dev.pglitej.translator.c;

import dev.pglitej.translator.lower.Expression;
import dev.pglitej.translator.wasm.Global;
import dev.pglitej.translator.wasm.Import;
import dev.pglitej.translator.wasm.Initializer;
import dev.pglitej.translator.wasm.Segment;
import dev.pglitej.translator.wasm.TranslationException;
import dev.pglitej.translator.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what fills globals, table and memory when a module is instantiated. */
final class SegmentWriter {
    private final CModule module;
    private final Lines out;

    SegmentWriter(CModule module, Lines out) {
        this.module = module;
        this.out = out;
    }

    void write() {
        writeGlobals();
        writeElements();
        writeTable();
        writeMemory();
    }

    private void writeGlobals() {
        out.add("static void init_globals(rt_guest *g) {").indent();
        out.add("(void)g;");
        int imported = module.file().globalImports().size();
        List<Global> globals = module.file().globals();
        for (int i = 0; i < globals.size(); i++) {
            int index = imported + i;
            if (module.layout().hasCell(index)) {
                out.add("%s_set(%s, %s);"
                        .formatted(
                                ExpressionWriter.getter(globals.get(i).type()).replace("_get", ""),
                                module.layout().globalCell(index),
                                value(globals.get(i).initializer())));
            }
        }
        module.layout()
                .constants()
                .forEach((name, offset) ->
                        out.add("i32_set(%s, %s);".formatted(module.layout().constantCell(name), constant(name))));
        out.outdent().add("}").add("");
    }

    private String constant(String name) {
        return module.directives().constants().stream()
                .filter(cell -> cell.name().equals(name))
                .map(cell -> Literals.of(new Expression.Constant(ValueType.I32, cell.value()))
                        .text())
                .findFirst()
                .orElseThrow();
    }

    private String value(Initializer initializer) {
        if (initializer instanceof Initializer.Literal literal) {
            return Literals.of(new Expression.Constant(literal.type(), literal.bits()))
                    .text();
        } else if (initializer instanceof Initializer.GlobalValue global) {
            return globalValue(global.index());
        } else if (initializer instanceof Initializer.Arithmetic sum) {
            return "(%s %s %s)".formatted(value(sum.left()), sum.operator(), value(sum.right()));
        }
        throw new TranslationException("a function as a global or as the place of a segment is not translated");
    }

    private String globalValue(int index) {
        List<Import.OfGlobal> imports = module.file().globalImports();
        if (index >= imports.size()) {
            Global global = module.file().globals().get(index - imports.size());
            return module.layout().hasCell(index)
                    ? ExpressionWriter.getter(global.type()) + "("
                            + module.layout().globalCell(index) + ")"
                    : value(global.initializer());
        }
        return ExpressionWriter.getter(imports.get(index).type()) + "("
                + module.layout().globalCell(index) + ")";
    }

    private void writeElements() {
        List<Segment.OfElements> segments = module.file().elements();
        for (int i = 0; i < segments.size(); i++) {
            out.add("const struct rt_entry %s[] = {".formatted(module.elementsName(i)))
                    .indent();
            if (segments.get(i).elements().isEmpty()) {
                out.add("{0, 0, 0},");
            }
            segments.get(i).elements().forEach(element -> out.add(entry(element) + ","));
            out.outdent().add("};").add("");
        }
    }

    private String entry(Initializer element) {
        if (element instanceof Initializer.FunctionReference function) {
            return module.entry(function.index());
        } else if (element instanceof Initializer.NullReference) {
            return "{0, 0, 0}";
        }
        throw new TranslationException("an element that is neither a function nor null is not translated");
    }

    private void writeTable() {
        out.add("static void init_table(rt_guest *g) {").indent();
        out.add("(void)g;");
        List<Segment.OfElements> segments = module.file().elements();
        for (int i = 0; i < segments.size(); i++) {
            int count = segments.get(i).elements().size();
            Optional<Initializer> place = segments.get(i).place();
            if (place.isPresent()) {
                out.add("table_init(g, %s, 0, %d, %s, %d);"
                        .formatted(value(place.get()), count, module.elementsName(i), count));
            }
        }
        out.outdent().add("}").add("");
    }

    /** Where an active segment goes, as a part that is known when guests are made and one that is known now. */
    private record Place(String base, int distance) {}

    private Place place(Initializer initializer) {
        if (initializer instanceof Initializer.Literal literal) {
            return new Place("0", (int) literal.bits());
        } else if (initializer instanceof Initializer.Arithmetic sum
                && sum.operator() == '+'
                && sum.right() instanceof Initializer.Literal literal) {
            return new Place(value(sum.left()), (int) literal.bits());
        }
        return new Place(value(initializer), 0);
    }

    private void writeMemory() {
        List<String> bases = new ArrayList<>();
        long offset = 0;
        String base = "";
        for (Segment.OfData segment : module.file().data()) {
            if (segment.place().isPresent()) {
                Place place = place(segment.place().get());
                if (!place.base().equals(base)) {
                    if (!bases.isEmpty()) {
                        out.outdent().add("};").add("");
                    }
                    out.add("static const struct data_segment segments_%d[] = {".formatted(bases.size()))
                            .indent();
                    bases.add(place.base());
                    base = place.base();
                }
                out.add("{%s, %d, %d},"
                        .formatted(Integer.toUnsignedString(place.distance()) + "u", offset, segment.bytes().length));
            }
            offset += segment.bytes().length;
        }
        if (!bases.isEmpty()) {
            out.outdent().add("};").add("");
        }
        out.add("static void init_memory(rt_guest *g) {").indent();
        out.add("(void)g;");
        for (int i = 0; i < bases.size(); i++) {
            out.add("data_segments_init(g, %s, %s, segments_%d, sizeof segments_%d / sizeof segments_%d[0]);"
                    .formatted(bases.get(i), module.dataSymbol(), i, i, i));
        }
        out.outdent().add("}").add("");
    }
}
