package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static dev.pglitej.api.Statistics.State.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that waits for a disk, for an LWLock or for time keeps no other from running. */
@Timeout(120)
final class BlockedProcessesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        MadeDirectory.copyTo(directory);
    }

    private FragileDatabase open(HeldDisk disk) {
        return FragileDatabase.in(directory, Map.of("autovacuum", "off"), disk);
    }

    private static void awaitEvents(ScriptedClient observer, String event, int count) {
        eventually(
                count + " sessions wait for " + event,
                () -> observer.value("select count(*) from pg_stat_activity where wait_event = '" + event + "'")
                        .equals(Integer.toString(count)));
    }

    @Test
    void sessionsReadWhileACommitWaitsForTheDisk() {
        HeldDisk disk = HeldDisk.forSyncs("pg_wal/");
        try (FragileDatabase database = open(disk);
                ScriptedClient writer = ScriptedClient.connect(database);
                ScriptedClient reader = ScriptedClient.connect(database)) {
            writer.rows("create table t (n int)");
            disk.hold();

            writer.send(new Query("insert into t values (1)"));
            disk.awaitWaiting();

            assertThat(reader.value("select count(*) from t")).isEqualTo("0");
            awaitEvents(reader, "WalSync", 1);
            disk.release();
            writer.receiveUntilReady();
            assertThat(reader.value("select count(*) from t")).isEqualTo("1");
        } finally {
            disk.release();
        }
    }

    @Test
    void commitsThatWaitForTheDiskAtTheSameTimeShareOneSync() {
        HeldDisk disk = HeldDisk.forSyncs("pg_wal/");
        List<ScriptedClient> writers = new ArrayList<>();
        try (FragileDatabase database = open(disk);
                ScriptedClient observer = ScriptedClient.connect(database)) {
            observer.rows("create table t (n int)");
            for (int i = 0; i < 8; i++) writers.add(ScriptedClient.connect(database));
            disk.hold();
            int before = disk.syncs();

            for (ScriptedClient writer : writers) writer.send(new Query("insert into t values (1)"));
            disk.awaitWaiting();
            awaitEvents(observer, "WALWrite", 7);
            disk.release();
            for (ScriptedClient writer : writers) writer.receiveUntilReady();

            // The one that was held, and one for all others; the WAL writer may add some.
            assertThat(disk.syncs() - before).isLessThan(6);
            assertThat(observer.value("select count(*) from t")).isEqualTo("8");
        } finally {
            disk.release();
            writers.forEach(ScriptedClient::close);
        }
    }

    @Test
    void sessionsReadAndWriteWhileACheckpointWaitsForTheDisk() {
        HeldDisk disk = HeldDisk.forSyncs("base/");
        try (FragileDatabase database = open(disk);
                ScriptedClient other = ScriptedClient.connect(database);
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table t (n int)");
            disk.hold();

            client.send(new Query("checkpoint"));
            disk.awaitWaiting();

            other.rows("insert into t values (1)");
            assertThat(other.value("select count(*) from t")).isEqualTo("1");
            awaitEvents(other, "DataFileSync", 1);
            disk.release();
            client.receiveUntilReady();
        } finally {
            disk.release();
        }
    }

    @Test
    void sessionsGoOnWhileAFileIsRemoved() {
        HeldDisk disk = HeldDisk.forRemovals("base/");
        try (FragileDatabase database = open(disk);
                ScriptedClient other = ScriptedClient.connect(database);
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table t (n int)");
            client.rows("create table gone (n int)");
            client.rows("drop table gone");
            disk.hold();

            // The checkpointer removes files.
            client.send(new Query("checkpoint"));
            disk.awaitWaiting();

            other.rows("insert into t values (1)");
            disk.release();
            client.receiveUntilReady();
        } finally {
            disk.release();
        }
    }

    @Test
    void aSessionThatIsTerminatedWhileItWaitsForALockEndsWhenItHasTheLock() {
        HeldDisk disk = HeldDisk.forSyncs("pg_wal/");
        try (FragileDatabase database = open(disk);
                ScriptedClient observer = ScriptedClient.connect(database);
                ScriptedClient first = ScriptedClient.connect(database);
                ScriptedClient second = ScriptedClient.connect(database)) {
            observer.rows("create table t (n int)");
            String pid = second.value("select pg_backend_pid()");
            disk.hold();
            first.send(new Query("insert into t values (1)"));
            disk.awaitWaiting();
            second.send(new Query("insert into t values (2)"));
            awaitEvents(observer, "WALWrite", 1);

            observer.rows("select pg_terminate_backend(" + pid + ")");
            disk.release();

            first.receiveUntilReady();
            assertThat(second.receiveError().sqlState()).isEqualTo("57P01");
            assertThat(observer.value("select count(*) from t")).isEqualTo("2");
        } finally {
            disk.release();
        }
    }

    @Test
    void aDatabaseRecoversFromACrashWhenNoProcessWaitsForTheDiskAnyMore() {
        HeldDisk disk = HeldDisk.forSyncs("pg_wal/");
        try (FragileDatabase database = open(disk)) {
            ScriptedClient writer = ScriptedClient.connect(database);
            ScriptedClient waiter = ScriptedClient.connect(database);
            ScriptedClient victim = ScriptedClient.connect(database);
            writer.rows("create table t (n int)");
            int pid = Integer.parseInt(victim.value("select pg_backend_pid()"));
            disk.hold();
            writer.send(new Query("insert into t values (1)"));
            disk.awaitWaiting();
            waiter.send(new Query("insert into t values (2)"));
            awaitEvents(victim, "WALWrite", 1);

            database.breakProcess(pid);
            victim.send(new Query("select 1"));

            assertThat(victim.receiveError().sqlState()).isEqualTo("57P02");
            // It has a lock to wait for, and ends nevertheless.
            assertThat(waiter.receiveError().sqlState()).isEqualTo("57P02");
            assertThat(database.log()).noneMatch(line -> line.contains("reinitializing"));
            disk.release();
            assertThat(writer.receiveError().sqlState()).isEqualTo("57P02");
            try (ScriptedClient next = ScriptedClient.connect(database)) {
                next.rows("insert into t values (3)");
                assertThat(next.value("select count(*) from t where n = 3")).isEqualTo("1");
            }
        } finally {
            disk.release();
        }
    }

    @Test
    void closingWaitsForAProcessThatWaitsForTheDisk() throws InterruptedException {
        HeldDisk disk = HeldDisk.forSyncs("pg_wal/");
        FragileDatabase database = open(disk);
        try (ScriptedClient writer = ScriptedClient.connect(database)) {
            writer.rows("create table t (n int)");
            disk.hold();
            writer.send(new Query("insert into t values (1)"));
            disk.awaitWaiting();

            Thread closing = new Thread(database::close);
            closing.start();
            eventually(
                    "the database refuses sessions", () -> database.statistics().state() != RUNNING);
            assertThat(database.pids(BackendKind.CLIENT_BACKEND)).isNotEmpty();
            disk.release();
            closing.join();

            assertThat(database.processes()).isZero();
        } finally {
            disk.release();
            database.close();
        }
    }

    @Test
    void analyzeSleepsWithAPageLockedAndOthersWaitForThePage() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient analyzing = ScriptedClient.connect(database);
                ScriptedClient writer = ScriptedClient.connect(database);
                ScriptedClient observer = ScriptedClient.connect(database)) {
            observer.rows("create table t as select n, repeat('x', 900) s from generate_series(1, 400) n");
            analyzing.rows("set vacuum_cost_delay = 100");
            analyzing.rows("set vacuum_cost_limit = 1");

            analyzing.send(new Query("analyze t"));
            awaitEvents(observer, "VacuumDelay", 1);
            writer.rows("update t set n = -n where n < 100");

            assertThat(observer.value("select count(*) from t where n < 0")).isEqualTo("99");
            analyzing.receiveUntilReady();
        }
    }

    @Test
    void commitsWaitForSiblingsAsToldByCommitDelay() {
        HeldDisk disk = HeldDisk.forSyncs("pg_wal/");
        List<ScriptedClient> writers = new ArrayList<>();
        try (FragileDatabase database = open(disk);
                ScriptedClient observer = ScriptedClient.connect(database)) {
            observer.rows("create table t (n int)");
            for (int i = 0; i < 8; i++) {
                ScriptedClient writer = ScriptedClient.connect(database);
                writer.rows("set commit_delay = 100000");
                writer.rows("set commit_siblings = 0");
                writers.add(writer);
            }
            int before = disk.syncs();

            for (int round = 0; round < 5; round++) {
                for (ScriptedClient writer : writers) writer.send(new Query("insert into t values (1)"));
                for (ScriptedClient writer : writers) writer.receiveUntilReady();
            }

            assertThat(disk.syncs() - before).isLessThan(8 * 5 / 2);
            assertThat(observer.value("select count(*) from t")).isEqualTo("40");
        } finally {
            writers.forEach(ScriptedClient::close);
        }
    }
}
