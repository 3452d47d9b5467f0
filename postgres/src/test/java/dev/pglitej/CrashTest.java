package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.backend.Sabotage;
import dev.pglitej.internal.cluster.Cluster;
import dev.pglitej.internal.cluster.Shutdown;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.engine.GuestTrap;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.spi.SessionRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that crashes takes the sessions of its database with it, and nothing else. */
@Timeout(120)
final class CrashTest {
    private static final String ENDLESS = "select count(*) from (select generate_series(1, 1000000000000)) many";

    @Test
    void whenABackendTrapsAllSessionsEndAndTheDatabaseRecovers() {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of())) {
            ScriptedClient idle = ScriptedClient.connect(database);
            ScriptedClient busy = ScriptedClient.connect(database);
            ScriptedClient waiting = ScriptedClient.connect(database);
            ScriptedClient victim = ScriptedClient.connect(database);
            idle.rows("create table kept (i int)");
            idle.rows("insert into kept values (1)");
            idle.rows("begin");
            idle.rows("insert into kept values (2)");
            idle.rows("select pg_advisory_lock(1)");
            waiting.send(new Query("select pg_advisory_lock(1)"));
            busy.send(new Query(ENDLESS));
            eventually(
                    "one waits and one is busy",
                    () -> victim.value("select count(*) from pg_stat_activity where query like '%pg_advisory_lock%'"
                                    + " and wait_event_type = 'Lock' or query like '%many' and state = 'active'")
                            .equals("2"));

            crash(database, victim);

            for (ScriptedClient bystander : new ScriptedClient[] {idle, busy, waiting}) {
                assertThat(bystander.receiveError().sqlState()).isEqualTo("57P02");
                bystander.awaitEnd();
            }
            try (ScriptedClient next = ScriptedClient.connect(database)) {
                assertThat(next.value("select string_agg(i::text, ',') from kept"))
                        .isEqualTo("1");
                assertThat(next.value("select pg_try_advisory_lock(1)")).isEqualTo("t");
            }
        }
    }

    @Test
    void otherDatabasesOfTheJvmDoNotNotice() {
        try (FragileDatabase broken = FragileDatabase.inMemory(Map.of());
                FragileDatabase other = FragileDatabase.inMemory(Map.of());
                ScriptedClient bystander = ScriptedClient.connect(other)) {
            crash(broken, ScriptedClient.connect(broken));

            assertThat(bystander.value("select 1")).isEqualTo("1");
        }
    }

    @Test
    void whenAHelperTrapsTheDatabaseRecoversToo(@TempDir Path directory) {
        try (FragileDatabase database = FragileDatabase.in(directory)) {
            ScriptedClient client = ScriptedClient.connect(database);
            client.rows("create table kept as select 1 as i");
            eventually(
                    "there is a checkpointer",
                    () -> client.value("select count(*) from pg_stat_activity where backend_type = 'checkpointer'")
                            .equals("1"));

            database.breakProcess(database.pids(BackendKind.CHECKPOINTER).get(0));
            client.send(new Query("checkpoint"));

            assertThat(client.receiveError().sqlState()).isEqualTo("57P02");
            try (ScriptedClient next = ScriptedClient.connect(database)) {
                assertThat(next.value("select count(*) from kept")).isEqualTo("1");
                assertThat(next.value("select count(*) from pg_stat_activity where backend_type = 'client backend'"))
                        .isEqualTo("1");
            }
        }
    }

    @Test
    void aProcessMayWaitForAnotherOneWithAnLwLockHeld() {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of());
                ScriptedClient holder = ScriptedClient.connect(database);
                ScriptedClient waiter = ScriptedClient.connect(database)) {
            holder.rows("select pg_advisory_lock(1)");
            int pid = Integer.parseInt(waiter.value("select pg_backend_pid()"));
            database.sabotage(pid, Sabotage::holdLock);

            waiter.send(new Query("select pg_advisory_lock(1); select 1 / 0"));

            eventually(
                    "the process waits",
                    () -> holder.value("select count(*) from pg_locks where not granted and pid = " + pid)
                            .equals("1"));
            assertThat(holder.value("select pg_advisory_unlock(1)")).isEqualTo("t");
            // The error is what gives the LWLock back.
            assertThat(waiter.receiveError().sqlState()).isEqualTo("22012");
            waiter.receiveUntilReady();
            assertThat(waiter.value("select 1")).isEqualTo("1");
        }
    }

    @Test
    void filesAreRemovedWithAnLwLockHeldBeforeThereIsACheckpointer() {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of());
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table t (i int)");
            database.sabotage(Integer.parseInt(client.value("select pg_backend_pid()")), Sabotage::holdLock);

            // The error is what gives the lock back; the file goes with the commit.
            assertThat(client.sqlStateOf("drop table t; commit; select 1 / 0")).isEqualTo("22012");

            client.rows("checkpoint");
            assertThat(client.value("select to_regclass('t') is null")).isEqualTo("t");
        }
    }

    @Test
    void aDatabaseCrashesAndRecoversManyTimes() {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of())) {
            try (ScriptedClient client = ScriptedClient.connect(database)) {
                client.rows("create table counted (i int)");
            }
            int rounds = 10;
            for (int i = 0; i < rounds; i++) {
                ScriptedClient client = ScriptedClient.connect(database);
                client.rows("insert into counted values (" + i + ")");
                crash(database, client);
            }

            try (ScriptedClient client = ScriptedClient.connect(database)) {
                assertThat(client.value("select count(*) from counted")).isEqualTo("10");
            }
        }
    }

    @Test
    void anImmediateShutdownTellsTheSessionsAndLosesNoCommit(@TempDir Path directory) {
        FragileDatabase database = FragileDatabase.in(directory);
        ScriptedClient client = ScriptedClient.connect(database);
        client.rows("create table kept as select 1 as i");
        ScriptedClient busy = ScriptedClient.connect(database);
        busy.send(new Query(ENDLESS));

        database.shutDown(Shutdown.IMMEDIATE);

        assertThat(client.receiveError().sqlState()).isEqualTo("57P01");
        assertThat(busy.receiveError().sqlState()).isEqualTo("57P01");
        try (FragileDatabase again = FragileDatabase.in(directory);
                ScriptedClient next = ScriptedClient.connect(again)) {
            assertThat(next.value("select count(*) from kept")).isEqualTo("1");
        }
    }

    @Test
    void aSmartShutdownWaitsForTheClientsToLeave() throws InterruptedException {
        FragileDatabase database = FragileDatabase.inMemory(Map.of());
        ScriptedClient client = ScriptedClient.connect(database);
        Thread closer = new Thread(() -> database.shutDown(Shutdown.SMART));
        closer.start();
        eventually("new sessions are refused", () -> isRefused(database));

        assertThat(client.value("select 'still here'")).isEqualTo("still here");
        assertThat(closer.isAlive()).isTrue();

        client.close();
        closer.join();
    }

    @Test
    void aPausedClusterHasNoProcessAndGoesOnAfterwards() throws InterruptedException {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of())) {
            try (ScriptedClient client = ScriptedClient.connect(database)) {
                client.rows("create table kept as select 1 as i");
                client.rows("checkpoint");
                assertThat(database.pause()).isEmpty();
            }
            assertThat(database.pids(BackendKind.CHECKPOINTER)).hasSize(1);

            try (Cluster.Pause pause = database.pause().orElseThrow()) {
                assertThat(pause).isNotNull();
                assertThat(database.processes()).isZero();
            }

            try (ScriptedClient client = ScriptedClient.connect(database)) {
                client.rows("checkpoint");
                assertThat(client.value("select i from kept")).isEqualTo("1");
            }
        }
    }

    private static boolean isRefused(FragileDatabase database) {
        try {
            ScriptedClient.connect(database).close();
            return false;
        } catch (SessionRefusedException e) {
            return e.sqlState().equals("57P03");
        }
    }

    @Test
    void aDatabaseThatIsClosedWhenItsRecoveryBeginsGivesItsMemoryBack() {
        for (int i = 0; i < 3; i++) crashAndShutDown();
        long before = guestMappings();

        for (int i = 0; i < 30; i++) crashAndShutDown();

        eventually("the memory of guests is freed", () -> guestMappings() <= before);
    }

    private static void crashAndShutDown() {
        FragileDatabase database = FragileDatabase.inMemory(Map.of());
        crash(database, ScriptedClient.connect(database));
        database.shutDown(Shutdown.IMMEDIATE);
    }

    private static long guestMappings() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.filter(line -> line.contains("/memfd:pglitej")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the client's own process trap, and waits until its session has ended. */
    private static void crash(FragileDatabase database, ScriptedClient victim) {
        database.breakProcess(Integer.parseInt(victim.value("select pg_backend_pid()")));
        victim.send(new Query("select 1"));

        assertThat(victim.receiveError().sqlState()).isEqualTo("57P02");
        assertThatThrownBy(victim::awaitEnd).hasRootCauseInstanceOf(GuestTrap.class);
    }
}
