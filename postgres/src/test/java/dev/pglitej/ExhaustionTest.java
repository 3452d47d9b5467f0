package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.session.SessionRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks for one database or session too many is told which limit is reached; the others, and the JVM, go on. */
@Timeout(300)
final class ExhaustionTest {
    @ParameterizedTest
    @CsvSource({
        "'', -Dpglitej.mappings=3000, vm.max_map_count",
        "-v 120000000, -Dnothing, ulimit -v",
    })
    void oneDatabaseTooManyIsRefusedWithTheLimit(String limits, String option, String named) throws IOException {
        List<String> lines = run(limits, option, "databases");

        assertThat(lines).anyMatch(line -> line.startsWith("refused ") && line.contains(named));
        assertThat(lines).endsWith("the others answer", "there is room again", "status 0");
    }

    @ParameterizedTest
    @CsvSource({
        "'', -Dpglitej.mappings=2000, vm.max_map_count",
        "-v 120000000, -Dnothing, ulimit -v",
    })
    void oneSessionTooManyIsRefusedWithTheLimit(String limits, String option, String named) throws IOException {
        List<String> lines = run(limits, option, "sessions");

        assertThat(lines).anyMatch(line -> line.startsWith("refused 53000 ") && line.contains(named));
        assertThat(lines).endsWith("the others answer", "there is room again", "status 0");
    }

    private static List<String> run(String limits, String option, String what) throws IOException {
        return ChildJvm.run(
                limits,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", option),
                Opening.class,
                what);
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
                    clients.add(ScriptedClient.connect(database));
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
