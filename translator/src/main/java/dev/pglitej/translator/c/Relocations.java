package dev.pglitej.translator.c;

import dev.pglitej.translator.lower.Expression;
import dev.pglitej.translator.lower.Statement;
import dev.pglitej.translator.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import run.endive.wasm.types.OpCode;

/**
 * The relocations of a side module: thousands of statements, all of which store a global plus a number at another global plus a number. As
 * tables they take a fifteenth of the room, and no compiler has to optimise a function of thousands of lines. Immutable.
 *
 * @param base the global to which all places are relative
 */
// RATIONALE: "Why are relocations tables?"
record Relocations(int base, List<Relocation> all) {
    /** With fewer statements, they are as small. */
    private static final int FEWEST = 64;

    /** Stores {@code global + addend} at {@code base + place}. */
    record Relocation(long place, int global, long addend) {}

    private record Sum(int global, long constant) {}

    /** The relocations that a function consists of, if it does. */
    static Optional<Relocations> of(List<Statement> statements) {
        List<Relocation> all = new ArrayList<>();
        int base = -1;
        for (Statement statement : statements) {
            if (statement instanceof Statement.Return end && end.values().isEmpty()) continue;
            if (!(statement instanceof Statement.Perform store) || store.opcode() != OpCode.I32_STORE) {
                return Optional.empty();
            }
            Optional<Sum> address = sum(store.operands().get(0));
            Optional<Sum> value = sum(store.operands().get(1));
            if (address.isEmpty() || value.isEmpty() || store.immediates().get(0) != 0) return Optional.empty();
            if (base >= 0 && address.get().global() != base) return Optional.empty();
            base = address.get().global();
            all.add(new Relocation(
                    address.get().constant(), value.get().global(), value.get().constant()));
        }
        // The tables change the order, which matters only if two statements store at the same place.
        long places = all.stream().map(Relocation::place).distinct().count();
        boolean isTable = places == all.size() && all.size() >= FEWEST;
        return isTable ? Optional.of(new Relocations(base, all)) : Optional.empty();
    }

    private static Optional<Sum> sum(Expression expression) {
        if (expression instanceof Expression.ReadGlobal read && read.type() == ValueType.I32) {
            return Optional.of(new Sum(read.index(), 0));
        }
        if (expression instanceof Expression.Operation operation
                && operation.operands().get(0) instanceof Expression.ReadGlobal read
                && operation.operands().get(1) instanceof Expression.Constant constant) {
            // The linker's optimiser writes + 64 as - -64, which is a byte shorter.
            if (operation.opcode() == OpCode.I32_ADD) return sum(read, constant.bits());
            if (operation.opcode() == OpCode.I32_SUB) return sum(read, -constant.bits());
        }
        return Optional.empty();
    }

    private static Optional<Sum> sum(Expression.ReadGlobal read, long constant) {
        return Optional.of(new Sum(read.index(), constant & 0xffffffffL));
    }

    /** Writes them as the body of a function. The two kinds of cells make two tables, as they are read in different ways. */
    void write(AreaLayout layout, Lines out) {
        out.add("u32 base = i32_get(" + layout.globalCell(base) + ");");
        for (String kind : List.of("own_cell", "imported_cell")) {
            List<Relocation> relocations = all.stream()
                    .filter(relocation -> layout.globalCell(relocation.global()).startsWith(kind + "("))
                    .toList();
            if (!relocations.isEmpty()) writeTable(kind, relocations, layout, out);
        }
    }

    private static void writeTable(String kind, List<Relocation> relocations, AreaLayout layout, Lines out) {
        out.add("static const u32 " + kind + "s[][3] = {");
        for (Relocation relocation : relocations) {
            out.add("{%du, %s, %du},"
                    .formatted(relocation.place(), layout.globalName(relocation.global()), relocation.addend()));
        }
        out.add("};");
        out.add("for (u32 i = 0; i < sizeof %1$ss / sizeof %1$ss[0]; i++) {".formatted(kind));
        out.indent();
        out.add("i32_store(g, base + %1$ss[i][0], 0, i32_get(%1$s(g, %1$ss[i][1])) + %1$ss[i][2]);".formatted(kind));
        out.outdent();
        out.add("}");
    }
}
