package dev.pglitej.internal.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory below a guest's address: table, module areas, and the header with the request that guest and host share. The layout is rt.h's
 * and runtime.h's; {@code GuestStateTest} compares.
 */
final class GuestState {
    static final int TABLE_CAPACITY = 131072;
    static final int ENTRY_BYTES = 16;
    static final int AREA_BYTES = 1 << 20;
    static final int HEADER_BYTES = 65536;
    static final int BYTES = TABLE_CAPACITY * ENTRY_BYTES + AREA_BYTES + HEADER_BYTES;
    /** The last part of the areas, for cells that belong to no module. */
    static final int GOT_BYTES = 65536;

    static final int HEADER = BYTES - HEADER_BYTES;
    static final int MEMORY_PAGES = HEADER + 16;
    static final int TABLE_SIZE = HEADER + 24;
    static final int TABLE_MAX = HEADER + 28;
    static final int REQUEST = HEADER + 32;
    static final int MODULE = REQUEST + 4;
    static final int IMPORT = REQUEST + 8;
    static final int DEPTH = REQUEST + 12;
    static final int TRAP = REQUEST + 16;
    static final int ANSWER = REQUEST + 20;
    static final int FAULT = REQUEST + 24;
    static final int ARGUMENTS = REQUEST + 32;
    static final int RESULTS = REQUEST + 288;
    static final int CONTROL = HEADER + 592;
    static final int CODE = CONTROL + 8;
    static final int ENTER = CONTROL + 16;
    static final int TRAP_AT = CONTROL + 24;

    static final int RETURNED = 1;
    static final int HOST_CALL = 2;
    static final int TRAPPED = 3;
    static final int ABANDONED = 4;
    /** Not a request of the guest: its host function has to be called again later. */
    static final int SUSPENDED = 5;

    private static final int COMMAND_ANSWER = 0;
    private static final int COMMAND_CALL = 1;
    private static final int COMMAND_ABANDON = 2;
    private static final int WASM_PAGE_LOG2 = 16;

    private final ByteBuffer bytes;

    GuestState(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    long memoryBytes() {
        return (long) bytes.getInt(MEMORY_PAGES) << WASM_PAGE_LOG2;
    }

    int kind() {
        return bytes.getInt(REQUEST);
    }

    int module() {
        return bytes.getInt(MODULE);
    }

    int importIndex() {
        return bytes.getInt(IMPORT);
    }

    int depth() {
        return bytes.getInt(DEPTH);
    }

    Trap trap() {
        return Trap.of(bytes.getInt(TRAP));
    }

    long trapAt() {
        return bytes.getLong(TRAP_AT);
    }

    long fault() {
        return bytes.getLong(FAULT);
    }

    long argument(int n) {
        return bytes.getLong(ARGUMENTS + 8 * n);
    }

    long result() {
        return bytes.getLong(RESULTS);
    }

    void answer(long result, boolean proceed) {
        bytes.putLong(RESULTS, result);
        bytes.putInt(ANSWER, proceed ? 1 : 0);
        bytes.putInt(CONTROL, COMMAND_ANSWER);
    }

    void argument(int n, long value) {
        bytes.putLong(ARGUMENTS + 8 * n, value);
    }

    void call(long code, long enter) {
        bytes.putLong(CODE, code);
        bytes.putLong(ENTER, enter);
        bytes.putLong(RESULTS, 0);
        bytes.putInt(CONTROL, COMMAND_CALL);
    }

    void abandon() {
        bytes.putInt(CONTROL, COMMAND_ABANDON);
    }

    /** The 8 bytes at a (negative) distance from the guest's address. */
    long cell(long distance) {
        return bytes.getLong(index(distance));
    }

    void cell(long distance, long value) {
        bytes.putLong(index(distance), value);
    }

    int cell32(long distance) {
        return bytes.getInt(index(distance));
    }

    void cell32(long distance, int value) {
        bytes.putInt(index(distance), value);
    }

    private static int index(long distance) {
        return Math.toIntExact(BYTES + distance);
    }

    /** The distance of the nth cell of those that belong to no module. */
    static long gotCell(int n) {
        if (n >= GOT_BYTES / Long.BYTES) {
            throw new EngineException("side modules import more than %d symbols by address".formatted(n));
        }
        return -(long) HEADER_BYTES - GOT_BYTES + (long) n * Long.BYTES;
    }

    int tableSize() {
        return bytes.getInt(TABLE_SIZE);
    }

    int tableType(int index) {
        return bytes.getInt(index * ENTRY_BYTES);
    }

    long tableCode(int index) {
        return bytes.getLong(index * ENTRY_BYTES + 8);
    }

    void tableEntry(int index, int type, long code) {
        bytes.putInt(index * ENTRY_BYTES, type);
        bytes.putLong(index * ENTRY_BYTES + 8, code);
    }

    /** Adds null entries; returns the former size. */
    int growTable(int entries) {
        int former = tableSize();
        int max = bytes.getInt(TABLE_MAX);
        if (entries > max - former) {
            throw new EngineException("the guest's table cannot grow by %d from %d entries: %d is its limit"
                    .formatted(entries, former, max));
        }
        bytes.putInt(TABLE_SIZE, former + entries);
        return former;
    }
}
