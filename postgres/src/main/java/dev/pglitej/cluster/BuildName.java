package dev.pglitej.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What the build calls itself: its version, and a hash of the code and of the PostgreSQL in it. Thread-safe. */
final class BuildName {
    static final String RESOURCE = "META-INF/pglitej/build.txt";

    private BuildName() {}

    private static final class Holder {
        static final String CURRENT = read();
    }

    /** This build's name. */
    static String current() {
        return Holder.CURRENT;
    }

    private static String read() {
        try (InputStream in = BuildName.class.getResourceAsStream("/" + RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        "resource " + RESOURCE + " is missing; pglitej-postgres on the class path is not complete");
            }
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
