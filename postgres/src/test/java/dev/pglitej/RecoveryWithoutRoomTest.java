package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import dev.pglitej.api.Statistics;
import dev.pglitej.internal.database.Faults;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.spi.MemoryChannel;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that crashes while its host has no memory recovers when there is some again. */
@Timeout(120)
final class RecoveryWithoutRoomTest {
    private static final String PATIENCE = "pglitej.patience.room";

    private final FullHeap heap = new FullHeap();
    private final List<PGliteException> failures = new CopyOnWriteArrayList<>();

    /** A heap that has no room for what a write needs while it is full. */
    private static final class FullHeap implements Faults {
        private final AtomicInteger refused = new AtomicInteger();
        private volatile boolean isFull;

        @Override
        public int writing(String path, long position, int count, long size) {
            if (!isFull) return count;
            refused.incrementAndGet();
            throw new OutOfMemoryError("on purpose");
        }
    }

    private FragileDatabase open(Path directory) {
        FragileDatabase database = FragileDatabase.in(directory, Map.of(), heap);
        database.onFailure(failures::add);
        return database;
    }

    private void crashWithFullHeap(FragileDatabase database) {
        ScriptedClient client = ScriptedClient.connect(database);
        client.rows("create table kept as select generate_series(1, 1000) as i");
        database.breakProcess(Integer.parseInt(client.value("select pg_backend_pid()")));
        heap.isFull = true;
        client.send(new Query("select 1"));
        assertThat(client.receiveError().sqlState()).isEqualTo("57P02");
    }

    @Test
    void recoveryIsTriedAgainUntilThereIsMemory(@TempDir Path directory) {
        try (FragileDatabase database = open(directory)) {
            crashWithFullHeap(database);
            eventually("it says what it waits for", () -> hasLogged(database, "recovery is tried again until"));
            int refused = heap.refused.get();
            eventually("it tries again", () -> heap.refused.get() > refused);
            assertThat(database.statistics().state()).isEqualTo(Statistics.State.RECOVERING);

            heap.isFull = false;

            try (ScriptedClient client = ScriptedClient.connect(database)) {
                assertThat(client.value("select count(*) from kept")).isEqualTo("1000");
            }
            assertThat(failures).isEmpty();
            assertThat(database.log())
                    .filteredOn(line -> line.contains("recovery is tried again"))
                    .hasSize(1);
        }
    }

    @Test
    void whatWaitsForMemoryCanBeClosed(@TempDir Path directory) {
        try (FragileDatabase database = open(directory)) {
            crashWithFullHeap(database);
            eventually("it says what it waits for", () -> hasLogged(database, "recovery is tried again until"));
        }
        heap.isFull = false;
        try (FragileDatabase again = open(directory);
                ScriptedClient client = ScriptedClient.connect(again)) {
            assertThat(client.value("select count(*) from kept")).isEqualTo("1000");
        }
    }

    @Test
    void ifThatTakesTooLongTheDatabaseFailsWithTheReason(@TempDir Path directory) {
        System.setProperty(PATIENCE, "300");
        try (FragileDatabase database = open(directory)) {
            crashWithFullHeap(database);

            eventually("it has failed", () -> !failures.isEmpty());

            assertThat(failures.get(0)).hasMessageContaining("Out of memory");
            assertThatThrownBy(() -> database.open(new SessionRequest(new MemoryChannel(), "too late")))
                    .isInstanceOf(SessionRefusedException.class)
                    .extracting(e -> ((SessionRefusedException) e).sqlState())
                    .isEqualTo("57P03");
            heap.isFull = false;
        } finally {
            System.clearProperty(PATIENCE);
        }
    }

    private static boolean hasLogged(FragileDatabase database, String text) {
        return database.log().stream().anyMatch(line -> line.contains(text));
    }
}
