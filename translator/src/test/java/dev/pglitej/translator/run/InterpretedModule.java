package dev.pglitej.translator.run;

import dev.pglitej.translator.wasm.Export;
import dev.pglitej.translator.wasm.WasmFile;
import dev.pglitej.translator.wasm.WasmReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;

/** A module without imports in Endive's interpreter. */
public final class InterpretedModule {
    private static final Map<String, String> TRAPS = Map.of(
            "unreachable", "UNREACHABLE",
            "integer divide by zero", "INTEGER_DIVIDE_BY_ZERO",
            "integer overflow", "INTEGER_OVERFLOW",
            "invalid conversion", "INVALID_CONVERSION",
            "out of bounds memory", "MEMORY_OUT_OF_BOUNDS",
            "out of bounds table", "TABLE_OUT_OF_BOUNDS",
            "undefined element", "UNDEFINED_ELEMENT",
            "uninitialized element", "UNDEFINED_ELEMENT",
            "indirect call type mismatch", "INDIRECT_CALL_TYPE");

    private final WasmFile file;
    private final Instance instance;

    public InterpretedModule(byte[] wasm) {
        file = WasmReader.read(wasm);
        instance = Instance.builder(Parser.parse(wasm)).build();
    }

    public List<Outcome> call(List<Call> calls) {
        List<Outcome> outcomes = new ArrayList<>();
        calls.forEach(call -> outcomes.add(call(call)));
        return outcomes;
    }

    private Outcome call(Call call) {
        int function = file.exports().stream()
                .filter(e -> e.kind() == Export.Kind.FUNCTION && e.name().equals(call.export()))
                .findFirst()
                .orElseThrow()
                .index();
        try {
            long[] arguments =
                    call.arguments().stream().mapToLong(Long::longValue).toArray();
            long[] results = instance.export(call.export()).apply(arguments);
            return Results.of(file.signatureOf(function), results == null ? new long[0] : results);
        } catch (WasmEngineException e) {
            return new Outcome.Trapped(trap(e));
        }
    }

    private static String trap(WasmEngineException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return TRAPS.entrySet().stream()
                .filter(trap -> message.contains(trap.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("unknown trap", e));
    }
}
