package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/** The variables of one process, by their names. Confined to the guest's thread. */
public record PgGlobals(GuestMemory memory, PgVariables variables) {

    /** The value of an int, or of a pointer. */
    public int get(PgVariable variable) {
        return memory.getInt(variables.address(variable));
    }

    public void put(PgVariable variable, int value) {
        memory.putInt(variables.address(variable), value);
    }

    public boolean is(PgVariable variable) {
        return memory.getByte(variables.address(variable)) != 0;
    }

    public void put(PgVariable variable, boolean value) {
        memory.putByte(variables.address(variable), (byte) (value ? 1 : 0));
    }

    /** Puts a TimestampTz (datatype/timestamp.h): microseconds since 2000. */
    public void putTime(PgVariable variable, long micros) {
        memory.putLong(variables.address(variable), micros);
    }

    /** The C string that begins where the variable does. */
    public String text(PgVariable variable) {
        return memory.cString(variables.address(variable));
    }
}
