package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pglitej.PGlite;
import dev.pglitej.api.PGliteException;
import dev.pglitej.jdbc.contract.Sql;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM says that cannot load the libraries: by each way to open a database, the second time as the first. */
@Timeout(120)
final class LoadingFailuresTest {
    private static final String NO_PLACE =
            "; change the system property pglitej.cache to a directory with 64 MB free that this user can write to, not mounted"
                    + " noexec";

    @TempDir
    private Path directory;

    /** Opens a database in several ways, twice each, and prints how it fails; or a row. */
    static final class Opening {
        private static final String URL = "jdbc:pglite:memory:";

        private Opening() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                report("driver", () -> row(DriverManager.getConnection(URL)));
                report("data source", () -> row(new PGliteDataSource(URL).getConnection()));
                report("PGlite", () -> {
                    try (PGlite database = PGlite.inMemory()) {
                        return row(database.getConnection());
                    }
                });
            }
            report("pool", () -> {
                try (HikariDataSource pool = new HikariDataSource(config())) {
                    return row(pool.getConnection());
                }
            });
        }

        private static HikariConfig config() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl("jdbc:pglite:memory:pool");
            config.setMaximumPoolSize(1);
            return config;
        }

        private static String row(Connection opened) throws SQLException {
            try (Connection connection = opened) {
                return Sql.text(connection, "select 6 * 7");
            }
        }

        private interface Attempt {
            String row() throws SQLException;
        }

        @SuppressWarnings("CatchAndPrintStackTrace")
        private static void report(String how, Attempt attempt) {
            try {
                System.out.println(how + ": " + attempt.row());
            } catch (SQLException e) {
                System.out.println(how + ": SQL " + e.getSQLState() + " " + e.getMessage());
            } catch (PGliteException e) {
                System.out.println(how + ": PGlite " + e.getMessage());
            } catch (Throwable e) {
                System.out.println(how + ": " + e);
            }
        }
    }

    private static List<String> run(List<String> prefix, String classPath, String... options) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, Opening.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("XDG_CACHE_HOME");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output.lines().toList();
    }

    private static List<String> run(String... options) throws Exception {
        return run(List.of(), System.getProperty("java.class.path"), options);
    }

    /** The same with a file system of its own, which the test cannot see. */
    private List<String> runOn(String mountOptions, String... options) throws Exception {
        assumeTrue(canMount(), "this user cannot mount a file system, not even for itself");
        String mount = "mount -t tmpfs -o %s tmpfs '%s' && exec \"$@\"".formatted(mountOptions, directory);
        return run(
                List.of("unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh"),
                System.getProperty("java.class.path"),
                options);
    }

    private boolean canMount() throws Exception {
        try {
            Process process = new ProcessBuilder(
                            "unshare",
                            "--map-root-user",
                            "--mount",
                            "mount",
                            "-t",
                            "tmpfs",
                            "tmpfs",
                            directory.toString())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertFailures(List<String> lines, String message) {
        String sql = "SQL 08001 " + message;
        assertThat(lines)
                .containsExactly(
                        "driver: " + sql,
                        "data source: " + sql,
                        "PGlite: PGlite " + message,
                        "driver: " + sql,
                        "data source: " + sql,
                        "PGlite: PGlite " + message,
                        "pool: com.zaxxer.hikari.pool.HikariPool$PoolInitializationException: Failed to initialize pool: "
                                + message);
    }

    private static void assertRows(List<String> lines) {
        assertThat(lines)
                .containsExactly(
                        "driver: 42",
                        "data source: 42",
                        "PGlite: 42",
                        "driver: 42",
                        "data source: 42",
                        "PGlite: 42",
                        "pool: 42");
    }

    @Test
    void aPlatformWithoutLibraries() throws Exception {
        assertFailures(
                run("-Dos.name=Plan 9", "-Dos.arch=amd64"),
                "PGliteJ does not run on plan_9-x86_64: it needs Linux with glibc, on x86_64 or aarch64");
    }

    @Test
    void aClassPathWithoutPostgresql() throws Exception {
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("natives"))
                .collect(Collectors.joining(File.pathSeparator));

        assertFailures(
                run(List.of(), without),
                "there is no library pglitej_pglite on the class path or module path (resource"
                        + " META-INF/pglitej/linux-x86_64/pglitej_pglite.so); add the artifact that has it (PostgreSQL itself is"
                        + " in dev.pglitej:pglitej-natives)");
    }

    @Test
    void aCacheThatIsNoDirectory() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThat(run("-Dpglitej.cache=" + file))
                .allMatch(line -> line.contains("cannot unpack ")
                        && line.contains(" into " + file + ": ")
                        && line.endsWith(NO_PLACE));
    }

    @Test
    void aReadOnlyCache() throws Exception {
        assertThat(runOn("ro", "-Dpglitej.cache=" + directory))
                .hasSize(7)
                .allMatch(line -> line.contains(directory + ": ")
                        && line.contains("ead-only file system")
                        && line.endsWith(NO_PLACE));
    }

    @Test
    void aFullDisk() throws Exception {
        assertThat(runOn("size=1m", "-Dpglitej.cache=" + directory))
                .hasSize(7)
                .allMatch(line -> line.contains(directory + ": No space left on device") && line.endsWith(NO_PLACE));
    }

    @Test
    void aCacheThatIsMountedNoexec() throws Exception {
        assertThat(runOn("noexec", "-Dpglitej.cache=" + directory))
                .hasSize(7)
                .allMatch(line -> line.contains("is mounted noexec")
                        && line.endsWith("set the system property pglitej.cache to a directory elsewhere"))
                .noneMatch(line -> line.contains("Error"));
    }

    @Test
    void aHomeThatIsMountedNoexecLeavesTemporaryFiles(@TempDir Path temporary) throws Exception {
        assertRows(runOn("noexec", "-Duser.home=" + directory, "-Djava.io.tmpdir=" + temporary));
        assertThat(temporary)
                .isDirectoryContaining(file -> file.getFileName().toString().startsWith("pglitej-"));
    }

    @Test
    void aUserWithoutAHomeHasTemporaryFiles(@TempDir Path temporary) throws Exception {
        assertRows(run("-Duser.home=?", "-Djava.io.tmpdir=" + temporary));
        assertThat(temporary)
                .isDirectoryContaining(file -> file.getFileName().toString().startsWith("pglitej-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:pglite:memory:", "jdbc:pglite:memory:named", "jdbc:pglite:file:"})
    void aMemoryLimitThatIsTooSmall(String url) {
        for (int megabytes : new int[] {1, 150, 167, 167}) {
            String complete = (url.endsWith("file:") ? url + directory.resolve("data") : url) + "?memoryLimit="
                    + megabytes + "MB";

            assertThatThrownBy(() -> DriverManager.getConnection(complete))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                    .hasMessage("the memory limit is " + ((long) megabytes << 20)
                            + " bytes, but must be at least 176160768 (168 MB), which PostgreSQL begins with");
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void aMemoryLimitOfNothingIsNoSize() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:pglite:memory:?memoryLimit=0MB"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessage("memoryLimit is '0MB', but must be a size such as 512MB");
    }

    @Test
    void aMemoryLimitThatIsTooSmallForAPool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:pglite:memory:small?memoryLimit=100MB");

        assertThatThrownBy(() -> new HikariDataSource(config))
                .hasMessageContaining("the memory limit is 104857600 bytes, but must be at least 176160768 (168 MB)");
    }

    @Test
    void theLeastMemoryLimitIsEnough() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:?memoryLimit=168MB")) {
            assertThat(Sql.text(connection, "select 42")).isEqualTo("42");
        }
    }

    /** PostgreSQL says itself that these do not fit. */
    @Test
    void aMemoryLimitThatIsTooSmallForTheSettings() {
        for (String place : List.of("memory:", "file:" + directory.resolve("data"))) {
            String url = "jdbc:pglite:" + place + "?memoryLimit=200MB&setting.shared_buffers=512MB";

            assertThatThrownBy(() -> DriverManager.getConnection(url))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                    .hasMessageContaining("could not map anonymous shared memory")
                    .hasMessageContaining("The memory limit is 200 MB for a session, which may be too little");
        }
    }
}
