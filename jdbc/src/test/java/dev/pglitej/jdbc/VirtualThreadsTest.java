package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual threads as callers, on the JDK that runs the tests, or else on a newer one that is installed beside it. */
@Timeout(240)
final class VirtualThreadsTest {
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final long DEADLINE_SECONDS = 200;

    @Test
    void twoHundredVirtualThreadsOnTwoCarriersWaitForEachOthersRowLocks() throws Exception {
        Optional<Path> home = javaHome();
        assumeTrue(
                home.isPresent(),
                "no JDK 21 or newer is running this, in JAVA_HOME_21_X64 or the like, or in /usr/lib/jvm");
        Path output = Files.createTempFile(Path.of("target"), "virtual-threads-", ".out");
        Process program = new ProcessBuilder(
                        home.get().resolve("bin/java").toString(),
                        "-Djdk.virtualThreadScheduler.parallelism=2",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        VirtualThreads.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();

        boolean ended = program.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
        program.destroyForcibly();

        assertThat(ended).as("the program ended").isTrue();
        assertThat(program.exitValue()).isZero();
        assertThat(Files.readString(output)).contains("1000 1000 1000");
    }

    private static Optional<Path> javaHome() throws IOException {
        for (Path home : candidates()) {
            if (version(home) >= FIRST_WITH_VIRTUAL_THREADS) return Optional.of(home);
        }
        return Optional.empty();
    }

    private static List<Path> candidates() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("JAVA_HOME_")) homes.add(Path.of(value));
        });
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> all = Files.list(installed)) {
                homes.addAll(all.toList());
            }
        }
        return homes;
    }

    /** The feature number that a JDK's file {@code release} has; 0 where there is no JDK. */
    private static int version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) return 0;
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        return version.matches("[0-9]+.*") ? Integer.parseInt(version.replaceFirst("[^0-9].*", "")) : 0;
    }
}
