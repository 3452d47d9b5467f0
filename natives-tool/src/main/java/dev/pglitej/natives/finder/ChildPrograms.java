package dev.pglitej.natives.finder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The main functions of the postmaster's children, read from its table of them ({@code child_process_kinds} in
 * launch_backend.c): records of a name, a function pointer and a bool, in the order of {@code BackendType}.
 */
final class ChildPrograms {
    private static final int RECORD_BYTES = 12;
    private static final List<String> FIRST_NAMES = List.of("invalid", "backend", "dead-end backend");

    private final Map<String, WasmFunction> mains;

    private ChildPrograms(Map<String, WasmFunction> mains) {
        this.mains = mains;
    }

    static ChildPrograms in(WasmBinary binary) {
        int table = Choice.only(
                "child_process_kinds", "a table of records named " + FIRST_NAMES, tablesIn(binary.memory()));
        Map<String, WasmFunction> mains = new LinkedHashMap<>();
        for (int record = table; isRecord(binary, record); record += RECORD_BYTES) {
            String name = binary.memory().string(binary.memory().word(record)).orElseThrow();
            binary.tableEntry(binary.memory().word(record + 4)).ifPresent(main -> mains.put(name, main));
        }
        return new ChildPrograms(mains);
    }

    /** The main function of a kind of child, by the name of the kind. */
    WasmFunction main(String kind) {
        WasmFunction main = mains.get(kind);
        if (main == null) {
            throw new FinderException(
                    "cannot find the main function of the child \"" + kind + "\"; the table has " + mains.keySet());
        }
        Choice.check(
                main.signature().equals("ii:"), "the main function of \"" + kind + "\"", "(i32, i32), found " + main);
        return main;
    }

    private static List<Integer> tablesIn(MemoryImage memory) {
        List<Integer> found = new ArrayList<>();
        for (int address = 0; address + RECORD_BYTES <= memory.size(); address += 4) {
            if (memory.word(address) != 0 && beginsTable(memory, address)) found.add(address);
        }
        return found;
    }

    private static boolean beginsTable(MemoryImage memory, int address) {
        for (int i = 0; i < FIRST_NAMES.size(); i++) {
            if (!memory.isString(memory.word(address + i * RECORD_BYTES), FIRST_NAMES.get(i))) return false;
        }
        return true;
    }

    private static boolean isRecord(WasmBinary binary, int address) {
        MemoryImage memory = binary.memory();
        int main = memory.word(address + 4);
        return memory.string(memory.word(address)).isPresent()
                && (main == 0 || binary.tableEntry(main).isPresent())
                && (memory.word(address + 8) & ~1) == 0;
    }
}
