package dev.pglitej.backend;

import dev.pglitej.engine.HostCall;
import dev.pglitej.engine.NativeModule;
import dev.pglitej.engine.link.SideModules;
import dev.pglitej.engine.nativelib.NativeLibraries;
import dev.pglitej.kernel.abi.SharedLibraries;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shared libraries that PostgreSQL loads (plpgsql and its like), as the native libraries that the build made of them. The
 * base name of the guest's path says which: {@code …/plpgsql.so} is {@code pglitej_plpgsql}. Thread-safe.
 */
final class BuiltLibraries implements SharedLibraries {
    private static final String SUFFIX = ".so";

    private final Map<String, NativeModule> modules = new ConcurrentHashMap<>();

    @Override
    public Optional<Library> load(HostCall call, String path) {
        NativeModule module = modules.computeIfAbsent(name(path), BuiltLibraries::locate);
        SideModules loaded = SideModules.of(call.guest());
        loaded.load(module);
        return Optional.of(symbol -> {
            int index = loaded.tableIndexOf(module, symbol);
            return index == 0 ? OptionalInt.empty() : OptionalInt.of(index);
        });
    }

    private static String name(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    }

    private static NativeModule locate(String name) {
        return NativeModule.load(NativeLibraries.locate("pglitej_" + name));
    }
}
