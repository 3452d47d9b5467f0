package dev.pglitej.internal.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.engine.nativelib.PackagedResources;
import dev.pglitej.internal.kernel.Once;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The identity of a build: its version, and a hash of its code and of the PostgreSQL in it. RATIONALE: "Why can only the same build open a
 * saved snapshot?" Thread-safe.
 */
public final class BuildName {
    public static final String RESOURCE = "META-INF/pglitej/build.txt";

    private static final Once<String> CURRENT = new Once<>(BuildName::read);

    private BuildName() {}

    /** The identity of this build. */
    static String current() {
        return CURRENT.get();
    }

    private static String read() {
        try (InputStream in = PackagedResources.open(RESOURCE)) {
            if (in == null) {
                throw new PGliteException("resource " + RESOURCE
                        + " is missing: the artifact pglitej-postgres is not complete; get it again");
            }
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
