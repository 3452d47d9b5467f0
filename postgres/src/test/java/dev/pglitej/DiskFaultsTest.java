package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.Durability;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.database.Faults;
import dev.pglitej.internal.database.FaultyDatabase;
import dev.pglitej.internal.database.RunningDatabase;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the disk, and what happens when it is full. */
@Timeout(180)
final class DiskFaultsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private RunningDatabase open(Durability durability, Faults faults) {
        return FaultyDatabase.open(directory, durability, Map.of("autovacuum", "off"), line -> {}, faults);
    }

    @Test
    void withFullDurabilityTheLogOfACommitIsOnDiskWhenItReturnsAndAllDataAfterClosing() {
        UnsyncedFiles files = new UnsyncedFiles();
        try (RunningDatabase database = open(Durability.FULL, files);
                ScriptedClient client = ScriptedClient.connect(database.sessions())) {
            client.rows("create table t (n int)");
            for (int i = 0; i < 20; i++) {
                client.rows("insert into t values (" + i + ")");

                assertThat(files.under("pg_wal/")).isEmpty();
            }
            assertThat(files.under("base/")).isNotEmpty();
        }

        // What is made again when it is missing.
        assertThat(files.under("")).allMatch(path -> path.matches(".*pg_internal.init.*|postmaster.*|pg_subtrans/.*"));
        assertThat(files.everSynced()).contains("pg_wal", "global", "base");
    }

    @Test
    void withRelaxedDurabilityACommitDoesNotWaitForTheDiskButAsksForItWhenTold() throws IOException {
        MadeDirectory.copyTo(directory);
        UnsyncedFiles files = new UnsyncedFiles();
        try (RunningDatabase database = open(Durability.RELAXED, files);
                ScriptedClient client = ScriptedClient.connect(database.sessions())) {
            assertThat(client.value("show synchronous_commit")).isEqualTo("off");
            assertThat(client.value("show fsync")).isEqualTo("on");
            client.rows("create table t (n int)");
            client.rows("set synchronous_commit = on");
            client.rows("insert into t values (1)");

            assertThat(files.under("pg_wal/")).isEmpty();
        }
    }

    @Test
    void withoutDurabilityNothingIsForcedToDisk() throws IOException {
        MadeDirectory.copyTo(directory);
        UnsyncedFiles files = new UnsyncedFiles();
        try (RunningDatabase database = open(Durability.NONE, files);
                ScriptedClient client = ScriptedClient.connect(database.sessions())) {
            client.rows("create table t as select generate_series(1, 1000)");
            client.rows("checkpoint");
        }

        assertThat(files.everSynced()).isEmpty();
    }

    @Test
    void whenTheDiskIsTooSmallForANewDatabaseTheDirectoryIsLeftEmpty() throws IOException {
        FullDisk disk = new FullDisk("base/");
        disk.leave(1_000_000);

        assertThatThrownBy(() -> open(Durability.FULL, disk))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("cannot make a data directory in " + directory)
                .hasMessageContaining("ENOSPC");

        disk.becomeLarger();
        try (RunningDatabase database = open(Durability.FULL, disk);
                ScriptedClient client = ScriptedClient.connect(database.sessions())) {
            assertThat(client.value("select 6 * 7")).isEqualTo("42");
        }
    }

    @Test
    void whenTheDiskIsFullTheStatementFailsAndTheDatabaseStaysUsable() throws IOException {
        MadeDirectory.copyTo(directory);
        FullDisk disk = new FullDisk("base/");
        try (RunningDatabase database = open(Durability.NONE, disk);
                ScriptedClient client = ScriptedClient.connect(database.sessions());
                ScriptedClient other = ScriptedClient.connect(database.sessions())) {
            client.rows("create table kept (n int primary key, t text)");
            client.rows("insert into kept select n, 'before' from generate_series(1, 100) n");
            other.rows("begin");
            other.rows("insert into kept values (101, 'before')");
            disk.leave(1_000_000);

            assertThat(client.sqlStateOf("create table big as select repeat('x', 1000) from generate_series(1, 10000)"))
                    .isEqualTo("53100");
            assertThat(client.sqlStateOf(
                            "insert into kept select n, repeat('y', 2000) from generate_series(1000, 3000) n"))
                    .isEqualTo("53100");

            other.rows("commit");
            client.rows("update kept set t = 'during' where n = 1");
            assertThat(client.value("select count(*) from kept")).isEqualTo("101");
            client.rows("checkpoint");

            disk.becomeLarger();
            client.rows("insert into kept select n, repeat('z', 2000) from generate_series(1000, 3000) n");
        }

        try (RunningDatabase database = open(Durability.NONE, new Faults() {});
                ScriptedClient client = ScriptedClient.connect(database.sessions())) {
            assertThat(client.rows("select t, count(*) from kept where n < 1000 group by t order by t"))
                    .isEqualTo(List.of(List.of("before", "100"), List.of("during", "1")));
            assertThat(client.value("select count(*) from kept where n >= 1000"))
                    .isEqualTo("2001");
        }
    }

    /** PostgreSQL cannot go on without its log: it ends, and recovers when there is space again. */
    @Test
    void whenTheDiskIsTooFullForTheLogNothingAcknowledgedIsLost() throws IOException {
        MadeDirectory.copyTo(directory);
        FullDisk disk = new FullDisk("pg_wal/");
        int acknowledged = 0;
        try (RunningDatabase database = open(Durability.FULL, disk)) {
            ScriptedClient client = ScriptedClient.connect(database.sessions());
            client.rows("create table kept (n int, t text)");
            client.rows("alter table kept alter t set storage plain");
            disk.leave(3_000_000);
            while (insert(client, acknowledged)) acknowledged++;
            disk.becomeLarger();
        }

        try (RunningDatabase database = open(Durability.FULL, new Faults() {});
                ScriptedClient client = ScriptedClient.connect(database.sessions())) {
            assertThat(acknowledged).isPositive();
            assertThat(client.value("select count(*) from kept where n < " + acknowledged))
                    .isEqualTo(Integer.toString(acknowledged));
            client.rows("insert into kept values (-1, 'after')");
        }
    }

    /** Whether it was acknowledged: the alternative is that the session has ended. */
    private static boolean insert(ScriptedClient client, int number) {
        try {
            List<BackendMessage> answer = client.query("insert into kept values (" + number + ", repeat('x', 8000))");
            return ScriptedClient.only(answer, ErrorResponse.class).isEmpty();
        } catch (AssertionError e) {
            return false;
        }
    }

    @Test
    void aDirectoryWhoseFilesAreNotClosedCleanlyCanBeOpenedAgain() throws IOException {
        MadeDirectory.copyTo(directory);
        RunningDatabase broken = open(Durability.NONE, new Faults() {
            @Override
            public void closing() {
                throw Errno.EIO.failure();
            }
        });

        assertThatThrownBy(broken::close).isSameAs(Errno.EIO.failure());

        try (RunningDatabase database = open(Durability.NONE, new Faults() {});
                ScriptedClient client = ScriptedClient.connect(database.sessions())) {
            assertThat(client.value("select 6 * 7")).isEqualTo("42");
        }
    }

    @Test
    void aDirectoryThatCouldNotBeOpenedOrClosedCleanlyCanBeOpenedAgain() throws IOException {
        MadeDirectory.copyTo(directory);
        Faults faults = new Faults() {
            @Override
            public void closing() {
                throw Errno.EIO.failure();
            }
        };

        assertThatThrownBy(() -> FaultyDatabase.open(
                        directory, Durability.NONE, Map.of("shared_buffers", "much"), line -> {}, faults))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("invalid value for parameter \"shared_buffers\"")
                .cause()
                .hasSuppressedException(Errno.EIO.failure());

        open(Durability.NONE, new Faults() {}).close();
    }
}
