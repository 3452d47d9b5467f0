package dev.pglitej.internal.engine.nativelib;

import dev.pglitej.internal.engine.nativelib.CacheDirectory.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that determine the place of the cache. Immutable.
 *
 * @param chosen the system property's value
 * @param caches XDG_CACHE_HOME
 * @param home the user's home, "?" if the system knows none
 * @param temporary the directory of temporary files
 */
record CacheLocations(@Nullable String chosen, @Nullable String caches, String home, String temporary) {
    static final String PROPERTY = "pglitej.cache";
    private static final String NAME = "pglitej";

    static CacheLocations current() {
        return new CacheLocations(
                System.getProperty(PROPERTY),
                System.getenv("XDG_CACHE_HOME"),
                System.getProperty("user.home", "?"),
                System.getProperty("java.io.tmpdir", "/tmp"));
    }

    /** The directories to try, in this order. */
    List<CacheDirectory> directories(int user) {
        if (chosen != null) return List.of(new CacheDirectory(Path.of(chosen).toAbsolutePath(), Kind.CHOSEN));
        CacheDirectory last =
                new CacheDirectory(Path.of(temporary).toAbsolutePath().resolve(NAME + "-" + user), Kind.TEMPORARY);
        Path usual = usual();
        return usual == null ? List.of(last) : List.of(new CacheDirectory(usual.resolve(NAME), Kind.USUAL), last);
    }

    /** Null for a user without a home, because a relative path would lead to the working directory. */
    private @Nullable Path usual() {
        // The XDG specification says to ignore relative paths.
        if (caches != null && caches.startsWith("/")) return Path.of(caches);
        Path directory = Path.of(home);
        return directory.isAbsolute() && Files.isDirectory(directory) ? directory.resolve(".cache") : null;
    }
}
