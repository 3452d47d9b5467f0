package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Exports of a guest that is not there: an allocator, and whatever a test adds. Confined to its test's thread. */
final class ScriptedExports implements GuestExports {

    private static final int HEAP = 0x80000;

    static final int ERRNO_ADDRESS = 64;

    final List<String> called = new ArrayList<>();
    private final Map<String, Export> exports = new HashMap<>();
    private int heap = HEAP;

    @FunctionalInterface
    interface Export {
        long call(long... arguments);
    }

    ScriptedExports(GuestMemory memory) {
        add("malloc", arguments -> allocate(memory, arguments[0], 8));
        add("emscripten_builtin_memalign", arguments -> allocate(memory, arguments[1], arguments[0]));
        add("free", arguments -> 0);
        add("__errno_location", arguments -> ERRNO_ADDRESS);
    }

    void add(String name, Export export) {
        exports.put(name, export);
    }

    private long allocate(GuestMemory memory, long bytes, long alignment) {
        int start = (int) (heap + alignment - 1 & -alignment);
        if (start + bytes > memory.size()) return 0;
        heap = (int) (start + bytes);
        // As a real heap may, this one hands out memory that is not clear.
        memory.fill(start, (int) bytes, (byte) 0x55);
        return start;
    }

    @Override
    public boolean has(String function) {
        return exports.containsKey(function);
    }

    @Override
    public long call(String function, long... arguments) {
        called.add(function);
        Export export = exports.get(function);
        if (export == null) throw new IllegalStateException("the guest exports no " + function);
        return export.call(arguments);
    }

    @Override
    public long callTable(int index, String signature, long... arguments) {
        called.add(index + " " + signature + " " + arguments[0]);
        return 0;
    }
}
