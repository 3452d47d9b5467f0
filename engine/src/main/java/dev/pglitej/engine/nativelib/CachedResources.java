package dev.pglitej.engine.nativelib;

import java.nio.file.Path;

/**
 * Finds resources that have to be files, to be mapped. One is a resource {@code META-INF/pglitej/<name>} with its SHA-256 beside it in
 * {@code <name>.sha256}; it is unpacked once into the cache directory of {@link NativeLibraries}, where it stays unchanged. Usable from
 * any thread.
 */
public final class CachedResources {
    private CachedResources() {}

    /**
     * The unpacked file.
     *
     * @throws NativeLibraryException if it is missing, damaged, or cannot be unpacked
     */
    public static Path locate(String name) {
        ClassLoader loader = CachedResources.class.getClassLoader();
        String resource = "META-INF/pglitej/" + name;
        return new ResourceCache(ResourceCache.directory(), loader::getResource)
                .locate(
                        resource,
                        "there is no resource " + resource
                                + " on the class path; add the artifact with the native libraries (pglitej-natives)");
    }
}
