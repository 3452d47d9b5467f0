package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.BackendMessage.BackendKeyData;
import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.BackendMessage.NotificationResponse;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** What sessions do to each other. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
final class ConcurrentSessionsTest {
    /** Runs until it is stopped, without ever waiting, and without storing rows. */
    private static final String ENDLESS = "select count(*) from (select generate_series(1, 1000000000000)) many";

    @SuppressWarnings("NullAway.Init")
    private PGlite database;

    @BeforeAll
    void open() {
        database = PGlite.inMemory();
    }

    @AfterAll
    void shutDown() {
        database.close();
    }

    @Test
    void aLockedRowMakesAnotherSessionWaitUntilTheCommit() {
        try (ScriptedClient first = ScriptedClient.connect(database);
                ScriptedClient second = ScriptedClient.connect(database)) {
            first.rows("create table account (id int primary key, amount int)");
            first.rows("insert into account values (1, 100)");
            first.rows("begin");
            first.rows("update account set amount = amount - 30 where id = 1");

            second.send(new Query("update account set amount = amount - 20 where id = 1"));
            eventually(
                    "the second session waits",
                    () -> first.value("select count(*) from pg_locks where not granted")
                            .equals("1"));
            assertThat(database.statistics().waiting()).isEqualTo(1);
            first.rows("commit");

            assertThat(second.receiveUntilReady()).contains(new CommandComplete("UPDATE 1"));
            assertThat(second.value("select amount from account")).isEqualTo("50");
            assertThat(database.statistics().waiting()).isZero();
        }
    }

    @Test
    void aDeadlockIsBrokenWithAnErrorForOne() {
        try (ScriptedClient first = ScriptedClient.connect(database);
                ScriptedClient second = ScriptedClient.connect(database)) {
            first.rows("set deadlock_timeout = '10ms'");
            first.rows("begin");
            second.rows("begin");
            second.rows("set local deadlock_timeout = '1h'");
            first.rows("select pg_advisory_xact_lock(1)");
            second.rows("select pg_advisory_xact_lock(2)");
            second.send(new Query("select pg_advisory_xact_lock(1)"));
            eventually(
                    "the second session waits",
                    () -> first.value("select count(*) from pg_locks where not granted")
                            .equals("1"));

            assertThat(first.sqlStateOf("select pg_advisory_xact_lock(2)")).isEqualTo("40P01");

            assertThat(second.receiveUntilReady()).contains(new CommandComplete("SELECT 1"));
        }
    }

    @Test
    void aBusyQueryIsCancelledByItsKey() {
        ScriptedClient busy = ScriptedClient.start(database, Map.of("user", "postgres"));
        BackendKeyData key = busy.receiveKey();
        busy.send(new Query(ENDLESS));
        awaitActive(key.processId());

        assertThat(database.sessions().cancel(key.processId(), key.secretKey().toBytes()))
                .isTrue();

        assertThat(busy.receiveError().sqlState()).isEqualTo("57014");
        busy.receiveUntilReady();
        assertThat(busy.value("select 1")).isEqualTo("1");
        busy.close();
    }

    @Test
    void aWrongKeyCancelsNothing() {
        try (ScriptedClient client = ScriptedClient.start(database, Map.of("user", "postgres"))) {
            BackendKeyData key = client.receiveKey();
            byte[] wrong = key.secretKey().toBytes();
            wrong[0] ^= 1;

            database.sessions().cancel(key.processId(), wrong);

            assertThat(client.value("select 'not cancelled'")).isEqualTo("not cancelled");
            assertThat(database.sessions().cancel(Integer.MAX_VALUE, wrong)).isFalse();
        }
    }

    @Test
    void aBusyQueryMeetsTheStatementTimeout() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("set statement_timeout = '20ms'");

            assertThat(client.sqlStateOf(ENDLESS)).isEqualTo("57014");
        }
    }

    @Test
    void aLoopInAProcedureGivesWayAndIsCancelled() {
        try (ScriptedClient looping = ScriptedClient.connect(database);
                ScriptedClient other = ScriptedClient.connect(database)) {
            String pid = looping.value("select pg_backend_pid()");
            looping.send(new Query("do $$ begin loop null; end loop; end $$ -- many"));
            awaitActive(Integer.parseInt(pid));

            assertThat(other.value("select pg_cancel_backend(" + pid + ")")).isEqualTo("t");

            assertThat(looping.receiveError().sqlState()).isEqualTo("57014");
        }
    }

    @Test
    void aSleepMeetsTheStatementTimeout() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("set statement_timeout = '20ms'");

            assertThat(client.sqlStateOf("select pg_sleep(3600)")).isEqualTo("57014");
        }
    }

    @Test
    void aTransactionThatTakesTooLongEndsItsSession() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("begin");
            client.send(new Query("set local transaction_timeout = '20ms'; select pg_sleep(3600)"));

            assertThat(client.receiveError().sqlState()).isEqualTo("25P04");
            client.awaitEnd();
        }
    }

    @Test
    void aWaitForALockMeetsTheLockTimeout() {
        try (ScriptedClient holder = ScriptedClient.connect(database);
                ScriptedClient waiter = ScriptedClient.connect(database)) {
            holder.rows("select pg_advisory_lock(7)");
            waiter.rows("set lock_timeout = '20ms'");

            assertThat(waiter.sqlStateOf("select pg_advisory_lock(7)")).isEqualTo("55P03");
        }
    }

    @Test
    void aSessionIsTerminatedByAnotherWhileItIsBusy() {
        ScriptedClient busy = ScriptedClient.start(database, Map.of("user", "postgres"));
        int pid = busy.receiveKey().processId();
        busy.send(new Query(ENDLESS));
        awaitActive(pid);

        try (ScriptedClient other = ScriptedClient.connect(database)) {
            assertThat(other.value("select pg_terminate_backend(" + pid + ")")).isEqualTo("t");
            assertThat(busy.receiveError().sqlState()).isEqualTo("57P01");
            busy.awaitEnd();
            eventually(
                    "the ended session is forgotten",
                    () -> other.value("select count(*) from pg_stat_activity where pid = " + pid)
                            .equals("0"));
        }
    }

    @Test
    void aNotificationReachesAnIdleSession() {
        try (ScriptedClient listener = ScriptedClient.connect(database);
                ScriptedClient sender = ScriptedClient.connect(database)) {
            listener.rows("listen news");

            sender.rows("notify news, 'it rains'");

            NotificationResponse notification = listener.receive(NotificationResponse.class);
            assertThat(notification.channel()).isEqualTo("news");
            assertThat(notification.payload()).isEqualTo("it rains");
        }
    }

    @Test
    void aCheckpointIsDoneByTheCheckpointer() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            String before = client.value("select checkpoint_lsn from pg_control_checkpoint()");
            client.rows("create table checkpointed (i int)");

            assertThat(client.query("checkpoint")).contains(new CommandComplete("CHECKPOINT"));

            assertThat(client.value("select checkpoint_lsn > '" + before + "' from pg_control_checkpoint()"))
                    .isEqualTo("t");
        }
    }

    @Test
    void sessionsDoNotSeeEachOthersTemporaryTables() {
        try (ScriptedClient first = ScriptedClient.connect(database);
                ScriptedClient second = ScriptedClient.connect(database)) {
            first.rows("create temporary table mine (i int)");

            assertThat(second.sqlStateOf("select * from mine")).isEqualTo("42P01");
            assertThat(first.rows("select * from mine")).isEqualTo(List.of());
        }
    }

    private void awaitActive(int pid) {
        String sql =
                "select count(*) from pg_stat_activity where state = 'active' and query like '%many' and pid = " + pid;
        try (ScriptedClient observer = ScriptedClient.connect(database)) {
            eventually("process " + pid + " is busy", () -> observer.value(sql).equals("1"));
        }
    }
}
