package dev.pglitej.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * An installed JDK that PGliteJ supports. Immutable.
 *
 * @param home its directory
 * @param feature its version, as in 17
 */
record Jdk(Path home, int feature) {
    private static final int OLDEST = 17;

    /** The JDK of these tests. */
    static Jdk own() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** The JDK of these tests, and those that are installed beside it. */
    static List<Jdk> installed() throws IOException {
        Path own = own().home().toRealPath();
        try (Stream<Path> beside = Files.list(own.getParent())) {
            Stream<Jdk> others = beside.map(Jdk::real)
                    .distinct()
                    .filter(home -> !home.equals(own))
                    .flatMap(home -> at(home).stream());
            return Stream.concat(Stream.of(own()), others).toList();
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Jdk> at(Path home) {
        Path release = home.resolve("release");
        if (!Files.exists(release) || !Files.exists(home.resolve("bin/javac"))) return Optional.empty();
        Properties facts = new Properties();
        try (InputStream in = Files.newInputStream(release)) {
            facts.load(in);
        } catch (IOException e) {
            return Optional.empty();
        }
        String version = facts.getProperty("JAVA_VERSION", "").replace("\"", "");
        if (version.isEmpty()) return Optional.empty();
        int feature = Runtime.Version.parse(version).feature();
        return feature < OLDEST ? Optional.empty() : Optional.of(new Jdk(home, feature));
    }

    /** The path of one of its commands. */
    String command(String name) {
        return home.resolve("bin").resolve(name).toString();
    }
}
