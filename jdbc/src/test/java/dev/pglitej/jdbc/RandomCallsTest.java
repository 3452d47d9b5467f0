package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import dev.pglitej.api.PGliteException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls in a random order by several threads: each does what it says, or throws what its documentation says, with the reason. */
@Timeout(300)
final class RandomCallsTest {
    private static final long SEED = Long.getLong("pglitej.calls.seed", System.nanoTime());
    private static final int CALLS = Integer.getInteger("pglitej.calls", 40);
    private static final int THREADS = 4;
    private static final int MOST_SNAPSHOTS = 6;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final AtomicReference<PGlite> database = new AtomicReference<>(create());
    private final ConcurrentLinkedQueue<Snapshot> snapshots = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> made = new ConcurrentLinkedQueue<>();

    private static PGlite create() {
        return PGlite.builder().initSql("create table t as select 1 as a").open();
    }

    @Test
    void noneEndsInAnythingButWhatIsDocumented() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(SEED + thread);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < CALLS; i++) call(random);
                    return null;
                }));
            }
            for (Future<?> each : all) each.get(4, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError("seed " + SEED + ", calls: " + made, e);
        } finally {
            threads.shutdown();
        }

        try (PGlite last = current()) {
            assertThat(rows(last)).as("of seed " + SEED).isEqualTo(1);
        }
        for (Snapshot snapshot : snapshots) snapshot.close();
    }

    private void call(Random random) {
        int which = random.nextInt(20);
        made.add(Thread.currentThread().getId() + ":" + which);
        try {
            call(which, random);
        } catch (PGliteException e) {
            // The reason, and not the number of an error.
            assertThat(e.getMessage()).contains(" ");
        } catch (IllegalStateException e) {
            assertThat(e.getMessage()).matches("the (database|snapshot) is closed");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isNotNull();
        }
    }

    private void call(int which, Random random) throws SQLException {
        PGlite now = current();
        switch (which) {
            case 0, 1, 2 -> keep(now.snapshot(PATIENCE));
            case 3, 4, 5 -> forked(now);
            case 6, 7, 8 -> reset(now);
            case 9, 10 -> opened();
            case 11 -> closed();
            case 12 -> now.statistics();
            case 13 -> saved(random);
            case 14 -> replace(now);
            case 15 -> now.backup(directory.resolve("backup-" + random.nextLong() + ".tar"));
            default -> rows(now);
        }
    }

    private PGlite current() {
        return Objects.requireNonNull(database.get());
    }

    private void keep(Snapshot snapshot) {
        snapshots.add(snapshot);
        if (snapshots.size() > MOST_SNAPSHOTS) closed();
    }

    private static void forked(PGlite now) throws SQLException {
        try (PGlite fork = now.fork()) {
            assertThat(rows(fork)).isEqualTo(1);
        }
    }

    private void reset(PGlite now) {
        Snapshot snapshot = snapshots.peek();
        if (snapshot != null) now.resetTo(snapshot);
    }

    private void opened() throws SQLException {
        Snapshot snapshot = snapshots.peek();
        if (snapshot == null) return;
        try (PGlite copy = snapshot.open()) {
            assertThat(rows(copy)).isEqualTo(1);
        }
    }

    private void closed() {
        Snapshot snapshot = snapshots.poll();
        if (snapshot != null) snapshot.close();
    }

    private void saved(Random random) throws SQLException {
        Snapshot snapshot = snapshots.peek();
        if (snapshot == null) return;
        Path file = directory.resolve("saved-" + random.nextLong());
        snapshot.save(file);
        try (Snapshot loaded = Snapshot.load(file);
                PGlite copy = loaded.open()) {
            assertThat(rows(copy)).isEqualTo(1);
        }
    }

    /** Only the one that has put another in its place closes it, so that there is always one. */
    private void replace(PGlite now) {
        PGlite next = create();
        if (database.compareAndSet(now, next)) now.close();
        else next.close();
    }

    private static int rows(PGlite of) throws SQLException {
        try (Connection connection = of.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select count(*) from t")) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }
}
