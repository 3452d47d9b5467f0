package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.Guest;
import java.nio.charset.StandardCharsets;

/** Raises errors inside PostgreSQL, as its own ereport does. Confined to the backend's thread, within a host call. */
public final class GuestErrors {
    public static final String FEATURE_NOT_SUPPORTED = "0A000";
    public static final String OUT_OF_MEMORY = "53200";
    private static final String INTERNAL_ERROR = "XX000";
    private static final int ERROR = 21;
    private static final int FATAL = 22;
    /** Of a character in a packed SQLSTATE. */
    private static final int CHARACTER_BITS = 6;

    private static final String STACK_POINTER = "__stack_pointer";
    private static final int STACK_ALIGNMENT = 16;

    private GuestErrors() {}

    /** An internal error. Does not come back: the guest's longjmp unwinds the calls below it. */
    public static void raise(Guest guest, String message) {
        raise(guest, INTERNAL_ERROR, message);
    }

    /** Likewise, with an SQLSTATE. */
    public static void raise(Guest guest, String sqlState, String message) {
        report(guest, ERROR, sqlState, message);
    }

    /** The same with a hint. */
    public static void raise(Guest guest, String sqlState, String message, String hint) {
        PgFunction.ERRSTART.call(guest, ERROR, 0);
        PgFunction.ERRCODE.call(guest, packed(sqlState));
        PgFunction.ERRHINT.call(guest, allocate(guest, escape(hint)), 0);
        finish(guest, escape(message));
    }

    /**
     * Raises "out of memory" as PostgreSQL's own allocation does, with a hint. The texts lie on the guest's stack while they are
     * formatted, since the heap may have no room.
     */
    public static void raiseOutOfMemory(Guest guest, PgVariables variables, String detail, String hint) {
        PgFunction.ERRSTART.call(guest, ERROR, 0);
        PgFunction.ERRCODE.call(guest, packed(OUT_OF_MEMORY));
        PgFunction.ERRMSG_INTERNAL.call(guest, push(guest, "out of memory"), 0);
        PgFunction.ERRDETAIL_INTERNAL.call(guest, push(guest, escape(detail)), 0);
        PgFunction.ERRHINT.call(guest, push(guest, escape(hint)), 0);
        PgFunction.ERRFINISH.call(
                guest,
                variables.outOfMemory().file(),
                variables.outOfMemory().line(),
                variables.outOfMemory().function());
        throw new IllegalStateException("PostgreSQL went on after an error: " + detail);
    }

    /** A C string on the guest's stack, whose pointer the jump after an error puts back. */
    private static int push(Guest guest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int address = (guest.global(STACK_POINTER) - bytes.length - 1) & -STACK_ALIGNMENT;
        guest.setGlobal(STACK_POINTER, address);
        guest.memory().put(address, bytes, 0, bytes.length);
        guest.memory().putByte(address + bytes.length, (byte) 0);
        return address;
    }

    /** Messages are formats of printf. */
    private static String escape(String text) {
        return text.replace("%", "%%");
    }

    /** Does not come back: the process exits with status 1. */
    public static void exit(Guest guest, String message) {
        report(guest, FATAL, INTERNAL_ERROR, message);
    }

    private static void report(Guest guest, int level, String sqlState, String message) {
        PgFunction.ERRSTART.call(guest, level, 0);
        PgFunction.ERRCODE.call(guest, packed(sqlState));
        finish(guest, message);
    }

    private static void finish(Guest guest, String message) {
        int text = allocate(guest, message);
        PgFunction.ERRMSG_INTERNAL.call(guest, text, 0);
        PgFunction.ERRFINISH.call(guest, text, 0, text);
        throw new IllegalStateException("PostgreSQL went on after an error: " + message);
    }

    /** MAKE_SQLSTATE: six bits a character, the first lowest. */
    private static int packed(String sqlState) {
        int packed = 0;
        for (int i = 0; i < sqlState.length(); i++) packed |= (sqlState.charAt(i) - '0') << (CHARACTER_BITS * i);
        return packed;
    }

    /** A C string in the current memory context. */
    public static int allocate(Guest guest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int address = (int) PgFunction.PALLOC.call(guest, bytes.length + 1);
        guest.memory().put(address, bytes, 0, bytes.length);
        guest.memory().putByte(address + bytes.length, (byte) 0);
        return address;
    }
}
