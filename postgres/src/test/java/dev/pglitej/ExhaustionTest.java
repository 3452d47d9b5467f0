package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.api.PGliteException;
import dev.pglitej.spi.SessionRefusedException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks for one database or session too many is told which limit is reached; the others, and the JVM, go on. */
@Timeout(300)
final class ExhaustionTest {
    @ParameterizedTest
    @CsvSource({
        "'', -Dpglitej.mappings=3000, vm.max_map_count",
        "-n 150, -Dnothing, ulimit -n",
        "-v 120000000, -Dnothing, ulimit -v",
    })
    void oneDatabaseTooManyIsRefusedWithTheLimit(String limits, String option, String named) throws IOException {
        List<String> lines = run(limits, option, "databases");

        assertThat(lines).anyMatch(line -> line.startsWith("refused ") && line.contains(named));
        assertThat(lines).containsSubsequence("the others answer", "there is room again", "status 0");
    }

    @ParameterizedTest
    @CsvSource({
        "'', -Dpglitej.mappings=2000, vm.max_map_count",
        "-v 120000000, -Dnothing, ulimit -v",
    })
    void oneSessionTooManyIsRefusedWithTheLimit(String limits, String option, String named) throws IOException {
        List<String> lines = run(limits, option, "sessions");

        assertThat(lines).anyMatch(line -> line.startsWith("refused 53000 ") && line.contains(named));
        assertThat(lines).containsSubsequence("the others answer", "there is room again", "status 0");
    }

    /** The clients of this test have threads of their own; without one, a client gives up. */
    @Test
    void databasesNeedNoThreadsOfTheirOwn() throws IOException {
        assumeTrue(ChildJvm.canLimitThreads(), "root is not limited, and cannot become somebody else here");

        List<String> lines = run("-u 120", "-Dnothing", "databases");

        assertThat(lines).noneMatch(line -> line.startsWith("refused "));
        assertThat(lines)
                .containsSubsequence("a client has no thread", "the others answer", "there is room again", "status 0");
    }

    @Test
    void anApplicationThatHasTakenAllDescriptorsCanCloseItsDatabases(@TempDir Path directory) throws IOException {
        List<String> lines = ChildJvm.run(
                "-n 200",
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Starving.class,
                directory.resolve("data").toString());

        assertThat(lines).noneMatch(line -> line.contains("NoClassDefFoundError"));
        assertThat(lines)
                .containsSubsequence(
                        "refused session: ulimit -n",
                        "refused database: ulimit -n",
                        "statement done",
                        "memory closed",
                        "directory closed",
                        "1000 rows, not recovered",
                        "status 0");
    }

    private static List<String> run(String limits, String option, String what) throws IOException {
        return ChildJvm.run(
                limits,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", option),
                Opening.class,
                what);
    }

    /** Takes all descriptors while databases are open, and closes these. */
    static final class Starving {
        private Starving() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            PGlite memory = PGlite.inMemory();
            PGlite onDisk = PGlite.open(directory);
            ScriptedClient first = ScriptedClient.connect(memory);
            ScriptedClient second = ScriptedClient.connect(onDisk);
            first.rows("create table t as select generate_series(1, 1000)");
            second.rows("create table t as select generate_series(1, 1000)");
            awaitHelpers(first);
            List<FileInputStream> all = takeAll();
            System.out.println(
                    "refused session: " + named(() -> ScriptedClient.connect(onDisk), SessionRefusedException.class));
            System.out.println("refused database: " + named(PGlite::inMemory, PGliteException.class));
            second.rows("update t set generate_series = 0");
            System.out.println("statement done");
            first.close();
            memory.close();
            System.out.println("memory closed");
            second.close();
            onDisk.close();
            System.out.println("directory closed");
            for (FileInputStream each : all) each.close();
            System.out.println(found(directory));
            System.exit(0);
        }

        /** The classes that are needed at the end have been loaded by then. */
        private static void awaitHelpers(ScriptedClient client) {
            while (client.rows("select 1 from pg_stat_activity where backend_type = 'autovacuum launcher'")
                    .isEmpty()) {
                Thread.onSpinWait();
            }
        }

        private static List<FileInputStream> takeAll() {
            List<FileInputStream> all = new ArrayList<>();
            try {
                while (true) all.add(new FileInputStream("/dev/null"));
            } catch (IOException e) {
                return all;
            }
        }

        private static String named(Runnable opening, Class<? extends RuntimeException> expected) {
            try {
                opening.run();
                return "not refused";
            } catch (RuntimeException e) {
                String text = e instanceof SessionRefusedException refused ? refused.detail() : e.toString();
                return expected.isInstance(e) && text.contains("ulimit -n") ? "ulimit -n" : e.toString();
            }
        }

        private static String found(Path directory) {
            List<String> log = new CopyOnWriteArrayList<>();
            try (PGlite database =
                            PGlite.builder().directory(directory).log(log::add).open();
                    ScriptedClient client = ScriptedClient.connect(database)) {
                boolean isRecovered = log.stream().anyMatch(line -> line.contains("not properly shut down"));
                return client.value("select count(*) from t") + " rows, "
                        + (isRecovered ? "recovered" : "not recovered");
            }
        }
    }

    /** Opens databases, or sessions of one, until that is refused. */
    static final class Opening {
        private static final int MOST = 500;

        private Opening() {}

        public static void main(String[] arguments) {
            try {
                if (arguments[0].equals("databases")) databases();
                else sessions();
                System.exit(0);
            } catch (Throwable e) {
                // The threads of sessions would keep the JVM.
                e.printStackTrace();
                System.exit(1);
            }
        }

        private static void databases() {
            List<PGlite> open = new ArrayList<>();
            List<ScriptedClient> clients = new ArrayList<>();
            try {
                while (open.size() < MOST) {
                    PGlite database = PGlite.inMemory();
                    open.add(database);
                    connect(database, clients);
                }
            } catch (PGliteException e) {
                System.out.println("refused " + e.getMessage());
            } catch (SessionRefusedException e) {
                System.out.println("refused " + e.getMessage() + " " + e.detail());
            }
            answer(clients);
            clients.forEach(ScriptedClient::close);
            open.forEach(PGlite::close);
            try (PGlite database = PGlite.inMemory();
                    ScriptedClient client = ScriptedClient.connect(database)) {
                answer(List.of(client));
            }
            System.out.println("there is room again");
        }

        private static void connect(PGlite database, List<ScriptedClient> clients) {
            try {
                clients.add(ScriptedClient.connect(database));
            } catch (OutOfMemoryError e) {
                // Its thread was the one too many.
                System.out.println("a client has no thread");
            }
        }

        private static void sessions() {
            try (PGlite database = PGlite.builder()
                    .setting("max_connections", Integer.toString(MOST))
                    .open()) {
                List<ScriptedClient> clients = new ArrayList<>();
                try {
                    while (clients.size() < MOST) clients.add(ScriptedClient.connect(database));
                } catch (SessionRefusedException e) {
                    System.out.println("refused " + e.sqlState() + " " + e.getMessage() + " " + e.detail());
                }
                answer(clients);
                clients.forEach(ScriptedClient::close);
                try (ScriptedClient client = ScriptedClient.connect(database)) {
                    client.rows("select 1");
                }
                System.out.println("there is room again");
            }
        }

        private static void answer(List<ScriptedClient> clients) {
            for (ScriptedClient client : clients) client.rows("create temporary table t as select 1");
            System.out.println("the others answer");
        }
    }
}
