package dev.pglitej.internal.engine.nativelib;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** The operating system and processor that native libraries are built for, as in "linux-x86_64". */
record Platform(String name) {
    /** The platforms for which the engine can be built. */
    private static final List<Platform> SUPPORTED =
            List.of(new Platform("linux-x86_64"), new Platform("linux-aarch64"));

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String system, String processor) {
        return new Platform(
                system(system.toLowerCase(Locale.ROOT)) + "-" + processor(processor.toLowerCase(Locale.ROOT)));
    }

    private static String system(String name) {
        if (name.startsWith("mac") || name.startsWith("darwin")) return "macos";
        return name.startsWith("windows") ? "windows" : name.replace(' ', '_');
    }

    private static String processor(String name) {
        return switch (name) {
            case "amd64", "x86_64", "x64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> name;
        };
    }

    /** The resource of a library for this platform. */
    String resource(String library) {
        return "META-INF/pglitej/" + name + "/" + library + ".so";
    }

    /** The message if there is no such library. */
    String missing(String library, Resources resources) {
        List<Platform> others = SUPPORTED.stream()
                .filter(platform -> exists(platform.resource(library), resources))
                .toList();
        if (!SUPPORTED.contains(this)) {
            return "PGliteJ does not run on " + name + ": it needs Linux with glibc, on x86_64 or aarch64";
        }
        if (others.isEmpty()) {
            return "there is no library " + library + " on the class path or module path (resource " + resource(library)
                    + "); add the artifact that has it (PostgreSQL itself is in dev.pglitej:pglitej-natives)";
        }
        return "this build of PGliteJ has libraries for " + others.get(0) + " only, and this machine is " + name
                + "; build PGliteJ on this platform";
    }

    static boolean exists(String resource, Resources resources) {
        try (InputStream found = resources.open(resource)) {
            return found != null;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
