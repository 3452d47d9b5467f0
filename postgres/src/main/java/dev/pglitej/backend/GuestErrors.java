package dev.pglitej.backend;

import dev.pglitej.engine.Guest;
import java.nio.charset.StandardCharsets;

/** Raises errors inside PostgreSQL, as its own ereport does. Called on the backend's thread, within a host call. */
final class GuestErrors {
    private static final int ERROR = 21;
    private static final int FATAL = 22;

    private GuestErrors() {}

    /** Does not come back: the guest's longjmp unwinds the calls below it. */
    static void raise(Guest guest, String message) {
        report(guest, ERROR, message);
    }

    /** Does not come back: the process exits with status 1. */
    static void exit(Guest guest, String message) {
        report(guest, FATAL, message);
    }

    private static void report(Guest guest, int level, String message) {
        int text = allocate(guest, message);
        guest.call(guest.function("errstart"), level, 0);
        guest.call(guest.function("errmsg_internal"), text, 0);
        guest.call(guest.function("errfinish"), text, 0, text);
        throw new IllegalStateException("PostgreSQL went on after an error: " + message);
    }

    /** A C string in the current memory context. */
    static int allocate(Guest guest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int address = (int) guest.call(guest.function("palloc"), bytes.length + 1);
        guest.memory().put(address, bytes, 0, bytes.length);
        guest.memory().putByte(address + bytes.length, (byte) 0);
        return address;
    }
}
