package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.NativeModule;
import dev.pglitej.internal.engine.link.SideModules;
import dev.pglitej.internal.engine.link.SymbolProviders;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Shared libraries that are side modules of the engine, found by the path the guest names. Thread-safe. */
public final class SideModuleLibraries implements SharedLibraries {

    private final Function<String, Optional<NativeModule>> modules;
    private final SymbolProviders providers;

    /**
     * Libraries that {@code modules} knows.
     *
     * @param modules the module for a path in the guest's file system, if there is one
     * @param providers the module that is loaded when a library needs a symbol that only it has, if there is one
     */
    public SideModuleLibraries(
            Function<String, Optional<NativeModule>> modules, Function<String, Optional<NativeModule>> providers) {
        this.modules = modules;
        this.providers = providers::apply;
    }

    @Override
    public Optional<Library> load(HostCall call, String path) {
        return modules.apply(path).map(module -> loaded(SideModules.of(call.guest(), providers), module));
    }

    /** Refuses, as dlopen does, a library that needs the address of what nothing defines: it would read and write at 0. */
    private static Library loaded(SideModules sideModules, NativeModule module) {
        if (!sideModules.loaded().contains(module)) {
            List<String> undefined = sideModules.undefined(module);
            if (!undefined.isEmpty()) throw new EngineException("undefined symbol: " + String.join(", ", undefined));
            sideModules.load(module);
        }
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
