package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestOptions;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.engine.NativeModule;
import dev.pglitej.internal.imports.HostCallbacks;
import dev.pglitej.internal.kernel.abi.GuestMain;
import dev.pglitej.internal.kernel.abi.ProcessAbi;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.process.Program;
import dev.pglitej.internal.pg.PostgresBuild;
import java.util.function.Function;

/**
 * A translated program that runs alone from main() to its end: initdb, and postgres as initdb runs it. Each run has a memory of its own.
 * Thread-safe.
 */
final class GuestProgram implements Program {
    private final PostgresBuild build;
    private final Function<PostgresBuild, NativeModule> module;

    GuestProgram(PostgresBuild build, Function<PostgresBuild, NativeModule> module) {
        this.build = build;
        this.module = module;
    }

    @Override
    public int run(Process process) {
        ProcessAbi abi = new ProcessAbi(process, build.sideModules());
        Imports imports = new Collators(process).addedTo(abi);
        try (Guest guest = Guest.create(module.apply(build), imports, GuestOptions.defaults())) {
            guest.start();
            GuestMain.construct(guest);
            HostCallbacks.registerCommands(guest, abi.commands());
            return GuestMain.run(guest, process, abi);
        }
    }
}
