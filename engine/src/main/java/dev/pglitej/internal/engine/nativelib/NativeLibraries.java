package dev.pglitej.internal.engine.nativelib;

import java.nio.file.Path;

/**
 * Finds native libraries by name. A library is a resource {@code META-INF/pglitej/<platform>/<name>.so} with its SHA-256 beside it in
 * {@code <name>.so.sha256}; it is unpacked once into a cache directory of the user: system property {@code pglitej.cache}, else
 * {@code $XDG_CACHE_HOME/pglitej}, else {@code ~/.cache/pglitej}, and where that is impossible {@code pglitej-<user number>} among
 * temporary files. Thread-safe.
 */
public final class NativeLibraries {
    private NativeLibraries() {}

    /** Whether the library is packaged for this platform. */
    public static boolean contains(String name) {
        return Platform.exists(Platform.current().resource(name), PackagedResources::open);
    }

    /**
     * The unpacked library.
     *
     * @throws NativeLibraryException if there is none for this platform, or it cannot be unpacked
     */
    public static Path locate(String name) {
        Platform platform = Platform.current();
        String resource = platform.resource(name);
        return CachedResources.cache().locate(resource, () -> platform.missing(name, PackagedResources::open));
    }

    /**
     * Reports that the system loads no library from the directory of this one. From now on, libraries are located elsewhere.
     *
     * @return false if there is no other directory
     */
    public static boolean giveUp(Path library) {
        return CachedResources.cache().giveUp(library);
    }
}
