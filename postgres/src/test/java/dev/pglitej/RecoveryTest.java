package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.Durability;
import dev.pglitej.internal.cluster.Shutdown;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.engine.GuestTrap;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.spi.MemoryChannel;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recovery replays whatever the write-ahead log holds, and ends when the database is closed. */
@Timeout(120)
final class RecoveryTest {
    private static final String IN_PLACE = "set allow_in_place_tablespaces = on; create tablespace s location ''; ";

    /** Statements of which each has its own transaction; replaying those that drop something needs a barrier of all processes. */
    static Stream<String> statements() {
        return Stream.of(
                "create database x strategy wal_log; drop database x",
                "create database x strategy file_copy; drop database x",
                "create database x; create database y template x; drop database x; drop database y",
                "create database x; alter database x rename to y; drop database y",
                "create database x; drop database x with (force)",
                IN_PLACE + "drop tablespace s",
                IN_PLACE
                        + "create table t (i int) tablespace s; insert into t values (1); drop table t; drop"
                        + " tablespace s",
                IN_PLACE + "create table t as select generate_series(1, 1000) i; alter table t set tablespace s;"
                        + " alter table t set tablespace pg_default; drop table t; drop tablespace s",
                IN_PLACE
                        + "create database x; alter database x set tablespace s; alter database x set tablespace"
                        + " pg_default; drop database x; drop tablespace s",
                IN_PLACE
                        + "create database x tablespace s strategy file_copy; create database y tablespace s strategy"
                        + " wal_log; drop database x; drop database y; drop tablespace s",
                "create table t (i int); truncate t; vacuum full t; drop table t",
                "select pg_create_physical_replication_slot('p', true); select pg_drop_replication_slot('p')");
    }

    @ParameterizedTest
    @MethodSource("statements")
    void whatIsInTheLogIsReplayedAfterACrash(String statements) {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of())) {
            work(database, Stream.of(statements));

            crash(database);

            check(database);
        }
    }

    @Test
    void whatIsInTheLogOfADirectoryIsReplayed(@TempDir Path directory) {
        try (FragileDatabase database = FragileDatabase.in(directory, Durability.NONE)) {
            work(database, statements());

            database.shutDown(Shutdown.IMMEDIATE);
        }

        try (FragileDatabase database = FragileDatabase.in(directory, Durability.NONE)) {
            check(database);
        }
    }

    @Test
    void closingEndsARecoveryThatWaits() {
        FragileDatabase database = FragileDatabase.inMemory(Map.of());
        recoverForAnHour(database);

        database.close();

        assertThatThrownBy(() -> database.open(new SessionRequest(new MemoryChannel(), "too late")))
                .isInstanceOf(SessionRefusedException.class)
                .hasMessageContaining("the database is closed");
    }

    @Test
    void aJvmThatIsToldToEndWhileItsDatabaseRecoversEnds(@TempDir Path directory) throws IOException {
        try (FragileDatabase database = FragileDatabase.in(directory, Durability.NONE)) {
            prepareWait(database);
            database.shutDown(Shutdown.IMMEDIATE);
        }
        try (RecoveringChild child = RecoveringChild.start(directory)) {
            child.awaitLine("redo starts");

            child.terminate();

            assertThat(child.awaitEnd()).isTrue();
        }

        // What it has not replayed, the next one does.
        Files.delete(directory.resolve("recovery.signal"));
        try (FragileDatabase database = FragileDatabase.in(directory, Durability.NONE);
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select count(*) from t")).isEqualTo("1");
        }
    }

    /** Crashes it, and lets its recovery wait at the next commit that it replays. */
    private static void recoverForAnHour(FragileDatabase database) {
        prepareWait(database);
        crash(database);
        Eventually.eventually(
                "recovery waits", () -> database.log().stream().anyMatch(line -> line.contains("redo starts")));
    }

    /** Lets the next recovery be one from an archive, that waits an hour before each commit. */
    private static void prepareWait(FragileDatabase database) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("set synchronous_commit = on");
            client.rows("alter system set restore_command = '/locale -a'");
            client.rows("alter system set recovery_min_apply_delay = '1h'");
            client.rows("checkpoint");
            client.rows("create table t as select 1 as i");
            client.rows("copy (select 1 where false) to '/pglite/data/recovery.signal'");
        }
    }

    private static void work(FragileDatabase database, Stream<String> statements) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("set synchronous_commit = on");
            client.rows("create table kept (i int)");
            client.rows("checkpoint");
            statements.flatMap(several -> Stream.of(several.split("; ?", -1))).forEach(client::rows);
            client.rows("insert into kept values (1)");
        }
    }

    private static void check(FragileDatabase database) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select count(*) from kept")).isEqualTo("1");
            assertThat(client.value("select count(*) from pg_tablespace")).isEqualTo("2");
        }
    }

    private static void crash(FragileDatabase database) {
        ScriptedClient victim = ScriptedClient.connect(database);
        database.breakProcess(Integer.parseInt(victim.value("select pg_backend_pid()")));
        victim.send(new Query("select 1"));

        assertThat(victim.receiveError().sqlState()).isEqualTo("57P02");
        assertThatThrownBy(victim::awaitEnd).hasRootCauseInstanceOf(GuestTrap.class);
    }
}
