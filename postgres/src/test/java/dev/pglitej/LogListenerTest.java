package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.api.Statistics;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A listener of the log is the application's code: what it throws is nobody else's problem. */
@Timeout(120)
final class LogListenerTest {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private PGlite.Builder failing(RuntimeException failure) {
        return PGlite.builder().log(line -> {
            lines.add(line);
            throw failure;
        });
    }

    @Test
    void aListenerThatFailsGetsTheNextLinesAndDisturbsNoSession(@TempDir Path directory) {
        for (int i = 0; i < 2; i++) {
            lines.clear();
            try (PGlite database = failing(new IllegalStateException("the disk of the log is full"))
                            .directory(directory)
                            .open();
                    ScriptedClient client = ScriptedClient.connect(database)) {
                client.rows("do $$ begin raise log 'one'; raise log 'two'; end $$");
                assertThat(client.value("select 6 * 7")).isEqualTo("42");

                assertThat(database.statistics().state()).isEqualTo(Statistics.State.RUNNING);
                assertThat(lines)
                        .anyMatch(line -> line.endsWith("LOG:  one"))
                        .anyMatch(line -> line.endsWith("LOG:  two"));
            }
            assertThat(lines).last().asString().endsWith("LOG:  database system is shut down");
        }
    }
}
