package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.Guest;

/** The value that a setting has in one process, as SHOW would have it but without its unit. Confined to the guest's thread. */
public final class SettingText {
    private SettingText() {}

    public static String of(Guest guest, String name) {
        int text = (int) PgFunction.GET_CONFIG_OPTION.call(guest, GuestErrors.allocate(guest, name), 0, 0);
        return guest.memory().cString(text);
    }
}
