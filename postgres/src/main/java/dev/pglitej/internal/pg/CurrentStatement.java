package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The statement that a backend was given last (debug_query_string), which is gone when it is done. Thread-safe. */
public final class CurrentStatement {
    /** How much of a statement is read. */
    private static final int MOST_BYTES = 500;

    private CurrentStatement() {}

    /** Its beginning; of use to people alone. */
    public static Optional<String> of(Guest guest, PgVariables variables) {
        int variable = variables.address(PgVariable.DEBUG_QUERY_STRING);
        return guest.peek(memory -> text(memory, memory.getInt(variable))).filter(text -> !text.isEmpty());
    }

    private static String text(GuestMemory memory, int address) {
        if (address == 0) return "";
        // Its owner may have given it back meanwhile, so its end is not to be relied upon.
        long readable = Math.max(0, memory.size() - Integer.toUnsignedLong(address));
        byte[] bytes = new byte[(int) Math.min(MOST_BYTES, readable)];
        memory.get(address, bytes, 0, bytes.length);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) length++;
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
