package dev.pglitej.engine.nativelib;

import java.nio.file.Path;

/**
 * Finds native libraries by name. A library is a resource {@code META-INF/pglitej/<platform>/<name>.so} with its SHA-256
 * beside it in {@code <name>.so.sha256}; it is unpacked once into a cache directory of the user: system property
 * {@code pglitej.cache}, else {@code $XDG_CACHE_HOME/pglitej}, else {@code ~/.cache/pglitej}. Usable from any thread.
 */
public final class NativeLibraries {
    private NativeLibraries() {}

    /** The unpacked library. */
    public static Path locate(String name) {
        ClassLoader loader = NativeLibraries.class.getClassLoader();
        return new LibraryCache(ResourceCache.directory(), Platform.current(), loader::getResource).locate(name);
    }
}
