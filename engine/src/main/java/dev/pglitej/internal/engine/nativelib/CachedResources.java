package dev.pglitej.internal.engine.nativelib;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds resources that have to be files, to be mapped. One is a resource {@code META-INF/pglitej/<name>} with its SHA-256 beside it in
 * {@code <name>.sha256}; it is unpacked once into the cache directory of {@link NativeLibraries}, where it stays unchanged. Thread-safe.
 */
public final class CachedResources {
    private static volatile @Nullable ResourceCache cache;

    private CachedResources() {}

    /**
     * The unpacked file.
     *
     * @throws NativeLibraryException if it is missing, damaged, or cannot be unpacked
     */
    public static Path locate(String name) {
        String resource = "META-INF/pglitej/" + name;
        return cache().locate(
                        resource,
                        () -> "there is no resource " + resource + " on the class path or module path;"
                                + " add the artifact that has it (PostgreSQL's files are in dev.pglitej:pglitej-natives)");
    }

    /** Made when it is first needed, not in a class initializer, whose failure would be permanent. */
    static ResourceCache cache() {
        ResourceCache present = cache;
        return present == null ? make() : present;
    }

    private static synchronized ResourceCache make() {
        ResourceCache present = cache;
        if (present != null) return present;
        try {
            int user = FileStatus.currentUser();
            ResourceCache made =
                    new ResourceCache(CacheLocations.current().directories(user), PackagedResources::open, user);
            cache = made;
            return made;
        } catch (IOException e) {
            throw new NativeLibraryException("cannot tell which user this process runs as: " + e, e);
        }
    }
}
