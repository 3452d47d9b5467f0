package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.NativeModule;
import dev.pglitej.internal.engine.link.SideModules;
import java.util.Optional;
import java.util.function.Function;

/** Shared libraries that are side modules of the engine, found by the path the guest names. Thread-safe. */
public final class SideModuleLibraries implements SharedLibraries {

    private final Function<String, Optional<NativeModule>> modules;

    /**
     * Libraries that {@code modules} knows.
     *
     * @param modules the translated module for a path in the guest's file system, if there is one
     */
    public SideModuleLibraries(Function<String, Optional<NativeModule>> modules) {
        this.modules = modules;
    }

    @Override
    public Optional<Library> load(HostCall call, String path) {
        return modules.apply(path).map(module -> loaded(SideModules.of(call.guest()), module));
    }

    private static Library loaded(SideModules sideModules, NativeModule module) {
        sideModules.load(module);
        return symbol -> sideModules.find(module, symbol);
    }

    @Override
    public Library program(HostCall call) {
        return SideModules.of(call.guest())::findInAll;
    }

    @Override
    public Library behindProgram(HostCall call) {
        return SideModules.of(call.guest())::findBehindMain;
    }
}
