package dev.pglitej.translator;

import dev.pglitej.translator.wasm.Function;
import java.util.ArrayList;
import java.util.List;

/**
 * How functions are spread over files: by the size of their WebAssembly bodies, in their order, so that what directives
 * change moves no function into another file.
 */
public record Sharding(Unit unit, int amount) {
    /** About 160 files for the largest module, which keeps any number of processors busy. */
    public static final Sharding DEFAULT = new Sharding(Unit.BYTES, 40_000);

    /** What the amount counts. */
    public enum Unit {
        /** The most that a file holds, unless one function alone is larger. */
        BYTES,
        /** The most files, all of about the same size. */
        SHARDS
    }

    List<List<Function>> split(List<Function> functions) {
        long total = functions.stream().mapToLong(Function::size).sum();
        List<List<Function>> shards = new ArrayList<>();
        long before = 0;
        long shardStart = 0;
        for (Function function : functions) {
            boolean isFull = unit == Unit.BYTES
                    ? before + function.size() - shardStart > amount
                    : before * amount / total > shardStart * amount / total;
            if (shards.isEmpty() || isFull) {
                shards.add(new ArrayList<>());
                shardStart = before;
            }
            shards.get(shards.size() - 1).add(function);
            before += function.size();
        }
        return shards;
    }
}
