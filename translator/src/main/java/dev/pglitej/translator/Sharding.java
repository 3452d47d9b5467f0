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
        BYTES,
        SHARDS
    }

    List<List<Function>> split(List<Function> functions) {
        long total = functions.stream().mapToLong(Function::size).sum();
        long limit = unit == Unit.BYTES ? amount : (total + amount - 1) / amount;
        List<List<Function>> shards = new ArrayList<>();
        List<Function> shard = new ArrayList<>();
        long bytes = 0;
        for (Function function : functions) {
            if (!shard.isEmpty() && bytes + function.size() > limit) {
                shards.add(shard);
                shard = new ArrayList<>();
                bytes = 0;
            }
            shard.add(function);
            bytes += function.size();
        }
        if (!shard.isEmpty()) {
            shards.add(shard);
        }
        return shards;
    }
}
