package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultStormTest {
    private static final int ROUNDS = 200;
    private static final int CAUGHT_IN_A_ROUND = 5;
    /** On 3 threads, each with a Java stack overflow every 10 rounds. */
    private static final int CAUGHT = 3 * (ROUNDS * CAUGHT_IN_A_ROUND + ROUNDS / 10);

    @TempDir
    private Path directory;

    @Test
    void everyFaultBecomesATrapOfItsGuestWhileTheJvmGoesOnUsingItsOwn() throws Exception {
        assertThat(FaultStorm.run(ROUNDS)).isEqualTo(CAUGHT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xcheck:jni",
                "-Xint",
                "-XX:+UseZGC",
                "-XX:+UseSerialGC",
                "-XX:StartFlightRecording=filename=target/storm.jfr"
            })
    void itIsTheSameUnderOtherOptions(String option) throws Exception {
        assertThat(storm(Path.of(System.getProperty("java.home")), option)).endsWith("\n" + CAUGHT + "\n");
    }

    /** JVMs of other versions beside this one, as far as there are any. */
    @Test
    void itIsTheSameOnNewerJvms() throws Exception {
        List<Path> homes = newerJvms();
        assumeThat(homes).as("newer JVMs beside this one").isNotEmpty();

        for (Path home : homes) {
            assertThat(storm(home, "-Xcheck:jni")).endsWith("\n" + CAUGHT + "\n");
            assertThat(storm(home, "-XX:+UseZGC")).endsWith("\n" + CAUGHT + "\n");
        }
    }

    private static List<Path> newerJvms() throws IOException {
        Path installed = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installed)) return List.of();
        try (Stream<Path> homes = Files.list(installed)) {
            return homes.filter(home -> home.getFileName().toString().matches(".*(21|25).*"))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .toList();
        }
    }

    /** What the program printed, after a line break of our own. */
    private String storm(Path home, String option) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString(), option));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "-XX:ErrorFile=" + directory.resolve("hs_err")));
        command.addAll(List.of(FaultStorm.class.getName(), Integer.toString(ROUNDS)));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("the program does not end: " + Files.readString(output));
        }
        return "\n" + Files.readString(output, StandardCharsets.UTF_8);
    }
}
