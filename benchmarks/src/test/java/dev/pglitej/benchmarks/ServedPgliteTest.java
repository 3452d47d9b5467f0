package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class ServedPgliteTest {
    private final PrintStream log = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);

    @TempDir
    private Path home;

    @Test
    void theAddressIsTheOneInTheReadyLine() throws IOException {
        program("echo \"ready on 127.0.0.1:4711, asked by $*\"; exec cat");

        try (ServedPglite served = ServedPglite.start(home, log)) {
            assertThat(served.address()).isEqualTo(new Address("127.0.0.1", 4711));
        }
    }

    @Test
    void theDirectoryAndTheEnvironmentReachTheProgram() throws IOException {
        program("echo \"$*, $SPEED\" >\"$(dirname \"$0\")/said\"; echo 127.0.0.1:4711; exec cat");

        ServedPglite.startIn(Path.of("/data"), home, log, Map.of("SPEED", "slow"))
                .close();

        assertThat(home.resolve("bin").resolve("said")).hasContent("serve --port 0 --data /data, slow");
    }

    @Test
    void closingEndsTheServerAndWhatItStarted() throws IOException {
        program("cat & echo 127.0.0.1:4711; wait");
        ServedPglite served = ServedPglite.start(home, log);
        ProcessHandle largest = served.jvm();

        served.close();

        assertThat(largest.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void aServerThatEndsBeforeItIsReadyIsAFailure() throws IOException {
        program("exit 3");

        assertThatIllegalStateException()
                .isThrownBy(() -> ServedPglite.start(home, log))
                .withStackTraceContaining("ended without a line");
    }

    @Test
    void aReadyLineWithoutAnAddressIsAFailureThatQuotesIt() throws IOException {
        program("echo here I am; exec cat");

        assertThatIllegalStateException()
                .isThrownBy(() -> ServedPglite.start(home, log))
                .withStackTraceContaining("'here I am'");
    }

    @Test
    void aMissingProgramIsNamedWithTheWayAround() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ServedPglite.start(home, log))
                .withMessageContaining("bin/pglitej is not there")
                .withMessageContaining("--ours");
    }

    private void program(String body) throws IOException {
        Path program = Files.createDirectory(home.resolve("bin")).resolve("pglitej");
        Files.writeString(program, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
