package dev.pglitej.engine.nativelib;

import java.net.URL;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Unpacked native libraries of one platform. */
final class LibraryCache {
    private final ResourceCache cache;
    private final Platform platform;

    LibraryCache(Path directory, Platform platform, Function<String, @Nullable URL> resources) {
        this.cache = new ResourceCache(directory, resources);
        this.platform = platform;
    }

    Path locate(String name) {
        String resource = "META-INF/pglitej/" + platform + "/" + name + ".so";
        return cache.locate(
                resource,
                "there is no library " + name + " for " + platform + " on the class path (resource " + resource
                        + "); add the artifact with the native libraries for " + platform
                        + ", or build them on this platform");
    }
}
