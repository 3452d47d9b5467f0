package dev.pglitej;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Databases in memory, all of which are copies of one that the build has made. */
@Timeout(120)
final class FreshDatabasesTest {
    private static String valueIn(PGlite of, String query) {
        try (ScriptedClient client = ScriptedClient.connect(of)) {
            return client.value(query);
        }
    }

    private static PGlite with(Map<String, String> settings) {
        PGlite.Builder builder = PGlite.builder();
        settings.forEach(builder::setting);
        return builder.open();
    }

    @Test
    void eachStartsNowAndDrawsRandomNumbersOfItsOwn() {
        // The salt of a password is drawn from the system's random numbers, those of the other functions from
        // PostgreSQL's own.
        String random = "select random()::text || gen_random_uuid() || rolpassword from pg_authid where rolname = 'a'";
        try (PGlite one = PGlite.inMemory();
                PGlite other = PGlite.inMemory()) {
            for (PGlite database : List.of(one, other)) {
                valueIn(database, "create role a password 'secret'; select 1");
                assertThat(valueIn(database, "select pg_postmaster_start_time() > now() - interval '1 minute'"))
                        .isEqualTo("t");
                assertThat(valueIn(database, "select pg_conf_load_time() > now() - interval '1 minute'"))
                        .isEqualTo("t");
            }

            assertThat(valueIn(one, random)).isNotEqualTo(valueIn(other, random));
        }
    }

    @Test
    void theKeysOfTheirSessionsDifferThoughTheirNumbersDoNot() {
        try (PGlite one = PGlite.inMemory();
                PGlite other = PGlite.inMemory();
                ScriptedClient ofOne = ScriptedClient.start(one, Map.of("user", "postgres"));
                ScriptedClient ofOther = ScriptedClient.start(other, Map.of("user", "postgres"))) {
            assertThat(ofOne.receiveKey().secretKey())
                    .isNotEqualTo(ofOther.receiveKey().secretKey());
        }
    }

    @Test
    void theirPagesHaveChecksumsAndTheirCatalogsAreWhole() {
        try (PGlite database = PGlite.inMemory()) {
            assertThat(valueIn(database, "show data_checksums")).isEqualTo("on");
            assertThat(valueIn(database, "select count(*) from pg_database")).isEqualTo("3");
            assertThat(valueIn(database, "select count(*) > 3000 from pg_proc")).isEqualTo("t");
        }
    }

    @Test
    void settingsThatARunningServerCanChangeAreInForceFromTheBeginning() {
        Map<String, String> settings = Map.of(
                "work_mem", "9MB", "checkpoint_timeout", "17min", "log_statement", "none", "my.own", "it's = ok");
        try (PGlite database = with(settings)) {
            settings.forEach((name, value) ->
                    assertThat(valueIn(database, "show " + name)).isEqualTo(value));
            assertThat(valueIn(database, "select source from pg_settings where name = 'work_mem'"))
                    .isEqualTo("command line");
            try (ScriptedClient client = ScriptedClient.connect(database)) {
                client.rows("alter system set work_mem = '3MB'");
                client.rows("select pg_reload_conf()");
            }
            assertThat(valueIn(database, "show work_mem")).isEqualTo("9MB");
        }
    }

    @Test
    void settingsThatNeedABootAreInForceTooTheFirstTimeAndTheSecond() {
        Map<String, String> settings = Map.of("max_connections", "7", "wal_level", "logical", "shared_buffers", "4MB");
        for (int time = 0; time < 2; time++) {
            try (PGlite database = with(settings)) {
                settings.forEach((name, value) ->
                        assertThat(valueIn(database, "show " + name)).isEqualTo(value));
                assertThat(valueIn(database, "create table t as select 1 as one; select one from t"))
                        .isEqualTo("1");
            }
        }
    }

    @Test
    void aSettingThatIsNoneIsRefusedWithWhatPostgresqlSays() {
        List<String> log = new CopyOnWriteArrayList<>();

        assertThatThrownBy(() -> PGlite.builder()
                        .log(log::add)
                        .setting("shared_bufers", "4MB")
                        .open())
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("unrecognized configuration parameter \"shared_bufers\"");
        assertThatThrownBy(() -> PGlite.builder().setting("work_mem", "much").open())
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("invalid value for parameter \"work_mem\": \"much\"");
    }

    @Test
    void eachHasItsOwnLogAndMemoryLimit() {
        List<String> log = new CopyOnWriteArrayList<>();
        try (PGlite quiet = PGlite.inMemory();
                PGlite logged =
                        PGlite.builder().log(log::add).memoryLimit(256 << 20).open()) {
            assertThat(valueIn(quiet, "do $$ begin raise log 'of the quiet one'; end $$; select 1"))
                    .isEqualTo("1");
            assertThat(valueIn(logged, "do $$ begin raise log 'of the other'; end $$; select 1"))
                    .isEqualTo("1");

            assertThat(log).anyMatch(line -> line.contains("of the other"));
            assertThat(log).noneMatch(line -> line.contains("of the quiet one"));
            try (ScriptedClient client = ScriptedClient.connect(logged)) {
                assertThat(client.sqlStateOf("select length(repeat('x', 200000000))"))
                        .isEqualTo("53200");
            }
        }
    }

    @Test
    void theyAreOpenedByManyThreadsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    try (PGlite database = with(Map.of("work_mem", (number % 3 + 1) + "MB"))) {
                        return valueIn(
                                database,
                                "create table t as select " + number
                                        + " as n; select n || current_setting('work_mem') from t");
                    }
                }));
            }
            for (int i = 0; i < 32; i++) assertThat(answers.get(i).get()).isEqualTo(i + "" + (i % 3 + 1) + "MB");
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aSnapshotOfOneHasItsSettings() {
        try (PGlite database = with(Map.of("work_mem", "5MB"))) {
            valueIn(database, "create table kept as select 1 as one; select 1");
            valueIn(database, "checkpoint; select 1");
            try (Snapshot snapshot = database.snapshot();
                    PGlite copy = snapshot.open()) {
                assertThat(valueIn(copy, "select one || current_setting('work_mem') from kept"))
                        .isEqualTo("15MB");
            }
        }
    }

    @Test
    void twoProcessesWithAnEmptyCacheUnpackItOnce(@TempDir Path cache) throws Exception {
        List<Process> children = List.of(FreshChild.start(cache), FreshChild.start(cache));

        for (Process child : children) assertThat(FreshChild.answer(child)).isEqualTo("42");
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.filter(file -> file.endsWith("cluster.image"))).hasSize(1);
        }
        try (Stream<Path> files = Files.walk(cache)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    /** Another JVM that opens a database in memory. */
    static final class FreshChild {
        private FreshChild() {}

        static Process start(Path cache) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Dpglitej.cache=" + cache,
                            "-cp",
                            System.getProperty("java.class.path"),
                            FreshChild.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        static String answer(Process child) throws IOException {
            return new String(child.getInputStream().readAllBytes(), UTF_8).strip();
        }

        public static void main(String[] arguments) {
            try (PGlite database = PGlite.inMemory()) {
                System.out.println(valueIn(database, "select 6 * 7"));
            }
        }
    }
}
