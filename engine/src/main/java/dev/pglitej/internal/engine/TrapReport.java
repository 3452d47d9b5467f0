package dev.pglitej.internal.engine;

import java.util.TreeSet;

/** Describes a trap, with the wasm function in which it happened. */
final class TrapReport {
    private TrapReport() {}

    static GuestTrap of(Guest guest, GuestState state) {
        Trap trap = state.trap();
        StringBuilder message =
                new StringBuilder("guest ").append(guest).append(" trapped: ").append(trap.text());
        if (trap == Trap.MEMORY_OUT_OF_BOUNDS && state.fault() != 0) {
            message.append(" at address ").append(state.fault());
            message.append(" of ").append(state.memoryBytes());
        }
        long[] place = NativeRuntime.locate(state.trapAt());
        if (place.length != 0) describe(guest.moduleAt(place[0]), (int) place[1], place[2], message);
        return new GuestTrap(trap, message.toString());
    }

    private static void describe(NativeModule module, int ordinal, long offset, StringBuilder message) {
        int index = ordinal + importedFunctions(module);
        message.append(", in function ").append(index).append(" of ").append(module.name());
        TreeSet<String> names = new TreeSet<>();
        for (ModuleExport export : module.exports().values()) {
            if (export.kind() == ImportType.Kind.FUNCTION && export.index() == index) names.add(export.name());
        }
        if (!names.isEmpty()) {
            message.append(" (").append(String.join(", ", names)).append(')');
        }
        message.append(" at wasm offset 0x").append(Long.toHexString(offset));
    }

    /** The number of imported functions. The descriptor does not have it, but any exported function shows it. */
    private static int importedFunctions(NativeModule module) {
        for (ModuleExport export : module.exports().values()) {
            long[] place =
                    export.kind() == ImportType.Kind.FUNCTION ? NativeRuntime.locate(export.place()) : new long[0];
            if (place.length != 0 && place[3] == 0) return export.index() - (int) place[1];
        }
        return 0;
    }
}
