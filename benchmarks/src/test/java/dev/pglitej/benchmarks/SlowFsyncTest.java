package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
final class SlowFsyncTest {
    private static final Duration LONGER = Duration.ofMillis(150);

    @TempDir
    private Path directory;

    @BeforeEach
    void requireCompiler() {
        assumeTrue(SlowFsync.isCompilable(), "cc is not on the PATH");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void javasForceTakesSoMuchLonger(boolean withMetadata) throws Exception {
        SlowFsync slow = SlowFsync.compile(Path.of(".."), directory, LONGER);

        Process process = java(
                slow, Boolean.toString(withMetadata), directory.resolve("file").toString());
        String nanos = process.inputReader().readLine();

        assertThat(Duration.ofNanos(Long.parseLong(nanos))).isGreaterThanOrEqualTo(LONGER);
    }

    @Test
    void aProcessThatWasStartedWithoutItIsRefused() {
        SlowFsync slow = SlowFsync.compile(Path.of(".."), directory, LONGER);

        assertThatIllegalStateException()
                .isThrownBy(() -> slow.requireIn(ProcessHandle.current()))
                .withMessageContaining(
                        "is not in process " + ProcessHandle.current().pid());
    }

    @Test
    void aProcessThatWasStartedWithItIsAccepted() throws IOException {
        SlowFsync slow = SlowFsync.compile(Path.of(".."), directory, LONGER);
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "echo started; read end");
        builder.environment().putAll(slow.environment());
        Process process = builder.start();
        try {
            // Its libraries are loaded before it says anything.
            assertThat(process.inputReader().readLine()).isEqualTo("started");

            assertThatCode(() -> slow.requireIn(process.toHandle())).doesNotThrowAnyException();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process java(SlowFsync slow, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Forcing.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(slow.environment());
        return builder.start();
    }

    /** Prints the nanoseconds that one call of {@link FileChannel#force} takes. */
    static final class Forcing {
        private Forcing() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel file =
                    FileChannel.open(Path.of(arguments[1]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                long start = System.nanoTime();
                file.force(Boolean.parseBoolean(arguments[0]));
                System.out.println(System.nanoTime() - start);
            }
        }
    }
}
