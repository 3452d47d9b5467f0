package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.Guest;

/** When a setting may be changed (GucContext of utils/guc.h), and the changes that the host makes. Confined to the guest's thread. */
public enum GucContext {
    POSTMASTER(1),
    SIGHUP(2);

    /** GucSource (utils/guc.h): the command line. */
    private static final int PGC_S_ARGV = 4;

    private final int number;

    GucContext(int number) {
        this.number = number;
    }

    /** Sets a setting as the command line would: SetConfigOption() (guc.c), which raises an error if it cannot be. */
    public void set(Guest guest, String name, String value) {
        int nameText = GuestErrors.allocate(guest, name);
        int valueText = GuestErrors.allocate(guest, value);
        PgFunction.SET_CONFIG_OPTION.call(guest, nameText, valueText, number, PGC_S_ARGV);
    }

    /** Reads the configuration files: ProcessConfigFile() (guc-file.l). */
    public void readFiles(Guest guest) {
        PgFunction.PROCESS_CONFIG_FILE.call(guest, number);
    }
}
