package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.SharedMemory;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.spi.SessionRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database whose statistics need more shared memory than the system gives has an error that can be cured. */
@Timeout(300)
final class RefusedSegmentsTest {
    @Test
    void aTableTooManyForTheStatisticsIsAnErrorAndDroppingTablesIsNone() throws IOException {
        List<String> lines = ChildJvm.run(
                "",
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dpglitej.mappings=2000"),
                Growing.class);

        assertThat(lines)
                .anyMatch(line -> line.matches("refused 53200 out of memory Failed (while allocating entry|on DSA).*"));
        assertThat(lines)
                .containsSubsequence("all tables are dropped", "the others answer", "there is room again", "status 0");
    }

    /** Makes tables until that is refused. */
    static final class Growing {
        private static final int MOST = 500;
        private static final int BATCH = 50;
        private static final int PAGE = 4096;

        private final List<ScriptedClient> others = new ArrayList<>();
        private final List<MappedByteBuffer> mappings = new ArrayList<>();

        private Growing() {}

        public static void main(String[] arguments) {
            try (PGlite database = PGlite.builder()
                    .setting("min_dynamic_shared_memory", "0")
                    .setting("max_connections", Integer.toString(MOST))
                    .open()) {
                new Growing().run(database);
            } catch (Throwable e) {
                // The threads of sessions would keep the JVM.
                e.printStackTrace();
                System.exit(1);
            }
            System.exit(0);
        }

        private void run(PGlite database) throws IOException {
            try (ScriptedClient client = ScriptedClient.connect(database)) {
                // The catalogs have statistics, too.
                client.rows(creationOf(0));
                client.rows("drop table many_0");
                open(database);
                int made = createUntilRefused(client);

                for (int i = 1; i <= made; i++) client.rows("drop table if exists many_" + i);
                System.out.println("all tables are dropped");
                for (ScriptedClient other : others) other.rows("select count(*) from pg_stat_user_tables");
                System.out.println("the others answer");
                others.forEach(ScriptedClient::close);
                for (int i = 1; i <= made + BATCH; i++) client.rows(creationOf(i));
                System.out.println("there is room again");
            }
        }

        private void open(PGlite database) {
            try {
                while (others.size() < MOST) others.add(ScriptedClient.connect(database));
            } catch (SessionRefusedException e) {
                System.out.println(others.size() + " sessions");
            }
        }

        private int createUntilRefused(ScriptedClient client) throws IOException {
            Path file = Files.createTempFile("mapped", "");
            Files.write(file, new byte[PAGE]);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                for (int made = 1; ; made++) {
                    if (made % BATCH == 1) useUpMappings(channel);
                    List<ErrorResponse> errors =
                            ScriptedClient.only(client.query(creationOf(made)), ErrorResponse.class);
                    for (ErrorResponse error : errors) {
                        System.out.println("refused " + error.error().sqlState() + " "
                                + error.error().message() + " " + error.error().detail());
                        return made;
                    }
                }
            } finally {
                Files.delete(file);
            }
        }

        private static String creationOf(int number) {
            return "create table many_" + number + " (a int); insert into many_" + number + " values (1)";
        }

        private void useUpMappings(FileChannel file) {
            try {
                while (true) {
                    SharedMemory.create(1 << 16).close();
                    mappings.add(file.map(MapMode.READ_ONLY, 0, PAGE));
                }
            } catch (EngineException e) {
                // Now there are none left.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
