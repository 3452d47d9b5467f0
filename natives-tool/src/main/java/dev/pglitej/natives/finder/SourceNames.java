package dev.pglitej.natives.finder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/**
 * The names that functions have in PostgreSQL's source, as far as they tell.
 *
 * <p>Whatever reports an error ends in {@code errfinish(file, line, __func__)}, so a constant pointer to its own name
 * stands right before that call. A function that the compiler inlined lends its name to the one it ended up in, so a
 * name may lead to several functions, and a function may bear several names.
 */
final class SourceNames {
    private static final List<String> REPORTERS = List.of("errfinish", "errsave_finish");

    private final Map<String, List<WasmFunction>> byName = new HashMap<>();

    SourceNames(WasmBinary binary) {
        Set<Integer> reporters = Set.copyOf(
                REPORTERS.stream().map(name -> binary.export(name).index()).toList());
        for (WasmFunction function : binary.functions()) {
            for (String name : namesIn(function, reporters, binary.memory())) {
                byName.computeIfAbsent(name, n -> new ArrayList<>()).add(function);
            }
        }
    }

    /** The functions that bear a name, whether as their own or by inlining. */
    List<WasmFunction> functionsNamed(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** The only function that bears a name. */
    WasmFunction functionNamed(String name) {
        return Choice.only(name, "a function that reports errors as \"" + name + "\"", functionsNamed(name));
    }

    private static Set<String> namesIn(WasmFunction function, Set<Integer> reporters, MemoryImage memory) {
        List<? extends Instruction> body = function.body();
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < body.size(); i++) {
            if (body.get(i).opcode() != OpCode.CALL
                    || !reporters.contains((int) body.get(i).operand(0))) {
                continue;
            }
            Instruction last = body.get(i - 1);
            if (last.opcode() == OpCode.I32_CONST) {
                memory.string((int) last.operand(0)).ifPresent(names::add);
            }
        }
        return names;
    }
}
