package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that die while they make a data directory. */
@Timeout(120)
final class InterruptedCreationTest {
    private static final String MARK = "pglitej.initializing";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path place;

    /** The other JVM, which makes the directory that it is told, until it is killed. */
    public static void main(String[] arguments) throws InterruptedException {
        PGlite database = PGlite.open(Path.of(arguments[0]));
        Thread.currentThread().join();
        database.close();
    }

    /** @param begun what there is of the directory when the JVM dies, or a little more */
    @ParameterizedTest
    @ValueSource(
            strings = {
                MARK,
                "base",
                "base/5",
                "global/pglitej.control",
                "global/pg_control",
                "pg_wal",
                "postgresql.conf"
            })
    void theNextOneHasAWholeDatabase(String begun) throws IOException, InterruptedException {
        Path directory = place.resolve("data");
        Process maker = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        InterruptedCreationTest.class.getName(),
                        directory.toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        eventually("there is " + begun, () -> Files.exists(directory.resolve(begun)) || !maker.isAlive());
        maker.destroyForcibly().waitFor();

        try (PGlite database = PGlite.open(directory);
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select count(*) from pg_class")).isNotEqualTo("0");
            assertThat(client.value("select count(*) from pg_database")).isEqualTo("3");
        }

        assertThat(directory.resolve(MARK)).doesNotExist();
    }
}
