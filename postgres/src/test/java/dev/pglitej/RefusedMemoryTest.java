package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the system refuses memory for what files hold, that is a full disk for a statement, and not the end of the log. */
@Timeout(300)
final class RefusedMemoryTest {
    @Test
    void aStatementFailsAndTheOthersAndTheLogGoOn() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "there is no prlimit");

        List<String> lines = ChildJvm.run(
                "", List.of("-Xmx128m", "-Xms128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), Writing.class);

        assertThat(lines)
                .containsSubsequence(
                        "full 53100", "updated", "checkpointed", "temporary", "truncated", "again", "status 0")
                .noneMatch(line -> line.contains("PANIC") || line.contains("reinitializing"));
    }

    /** Writes until the system refuses more. */
    static final class Writing {
        /** For what else the JVM maps. */
        private static final long SLACK = 250 << 20;

        private Writing() {}

        public static void main(String[] arguments) {
            try (PGlite database = PGlite.builder()
                    .dataLimit(8L << 30)
                    .log(System.out::println)
                    .open()) {
                write(database);
                System.exit(0);
            } catch (Throwable e) {
                e.printStackTrace();
                System.exit(1);
            }
        }

        private static void write(PGlite database) throws IOException, InterruptedException {
            try (ScriptedClient client = ScriptedClient.connect(database);
                    ScriptedClient other = ScriptedClient.connect(database)) {
                client.rows("create table big (n int, t text)");
                other.rows("create table kept (n int, t text) with (fillfactor = 40)");
                other.rows("insert into kept select n, repeat('x', 500) from generate_series(1, 20000) n");
                other.rows("checkpoint");
                limitAddressSpace();

                System.out.println("full " + fill(client));
                for (int i = 0; i < 20; i++) {
                    other.rows("update kept set t = repeat('y', 500) where n % 10 = " + i % 10);
                    other.rows("vacuum kept");
                }
                System.out.println("updated");
                other.rows("checkpoint");
                System.out.println("checkpointed");
                for (int i = 0; i < 200; i++) {
                    other.rows("create temporary table small as select 1 n");
                    other.rows("drop table small");
                }
                System.out.println("temporary");
                client.rows("truncate big");
                System.out.println("truncated");
                client.rows("insert into big select n, repeat('x', 1000) from generate_series(1, 20000) n");
                System.out.println("again");
            }
        }

        private static String fill(ScriptedClient client) {
            for (int i = 0; i < 2000; i++) {
                List<ErrorResponse> errors = ScriptedClient.only(
                        client.query("insert into big select n, repeat('x', 1000) from generate_series(1, 5000) n"),
                        ErrorResponse.class);
                if (!errors.isEmpty()) return errors.get(0).error().sqlState();
            }
            return "never";
        }

        private static void limitAddressSpace() throws IOException, InterruptedException {
            long pages =
                    Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[0]);
            Process limiting = new ProcessBuilder(
                            "/usr/bin/prlimit",
                            "--pid",
                            Long.toString(ProcessHandle.current().pid()),
                            "--as=" + (pages * 4096 + SLACK))
                    .inheritIO()
                    .start();
            if (limiting.waitFor() != 0) throw new IOException("prlimit failed");
        }
    }
}
