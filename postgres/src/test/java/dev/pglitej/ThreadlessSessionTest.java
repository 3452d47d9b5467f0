package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.BackendMessage.NotificationResponse;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.spi.Session.Progress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Sessions that are run by their clients' threads, and by nobody in between. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
final class ThreadlessSessionTest {
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

    private static void end(ThreadlessClient client) {
        client.hangUp();
        eventually("the session has ended", () -> client.advance() == Progress.ENDED);
    }

    @Test
    void aThreadRunsTheSessionUntilThatWaitsForItsClient() {
        ThreadlessClient client = ThreadlessClient.connect(database);

        assertThat(client.value("select 6 * 7")).isEqualTo("42");

        end(client);
    }

    @Test
    void twoSessionsOfOneThreadHaveTransactionsOfTheirOwn() {
        ThreadlessClient outer = ThreadlessClient.connect(database);
        ThreadlessClient inner = ThreadlessClient.connect(database);
        outer.execute("create table nested (id int primary key)");
        outer.execute("begin");
        outer.execute("insert into nested values (1)");

        inner.execute("insert into nested values (2)");
        inner.execute("set lock_timeout = '50ms'");
        inner.send("insert into nested values (1)");
        inner.advance();

        ErrorResponse error = ScriptedClient.only(inner.receiveUntilReady(), ErrorResponse.class)
                .get(0);
        assertThat(error.error().sqlState()).isEqualTo("55P03");
        outer.execute("rollback");
        assertThat(outer.value("select string_agg(id::text, ',') from nested")).isEqualTo("2");
        end(inner);
        end(outer);
    }

    @Test
    void anyThreadMayGoOn() throws Exception {
        ThreadlessClient client = ThreadlessClient.connect(database);
        client.execute("set application_name = 'a wanderer'");

        String name = CompletableFuture.supplyAsync(() -> client.value("show application_name"))
                .get(30, TimeUnit.SECONDS);

        assertThat(name).isEqualTo("a wanderer");
        end(client);
    }

    @Test
    void aSessionThatNobodyRunsIsNotifiedAllTheSame() {
        ThreadlessClient listener = ThreadlessClient.connect(database);
        ThreadlessClient speaker = ThreadlessClient.connect(database);
        listener.execute("listen news");

        speaker.execute("notify news, 'hello'");

        NotificationResponse notification = (NotificationResponse) listener.receive();
        assertThat(notification.payload()).isEqualTo("hello");
        end(listener);
        end(speaker);
    }

    @Test
    void aSessionThatNobodyRunsIsTerminatedAllTheSame() {
        ThreadlessClient client = ThreadlessClient.connect(database);

        client.session().terminate();

        assertThat(((ErrorResponse) client.receive()).error().sqlState()).isEqualTo("57P01");
        eventually("the session has ended", () -> client.advance() == Progress.ENDED);
    }

    @Test
    void aTransactionThatNobodyRunsTimesOutAllTheSame() {
        ThreadlessClient client = ThreadlessClient.connect(database);
        client.execute("set idle_in_transaction_session_timeout = '20ms'");
        client.send("begin");
        client.advance();
        client.receiveUntilReady();

        assertThat(((ErrorResponse) client.receive()).error().sqlState()).isEqualTo("25P03");
        eventually("the session has ended", () -> client.advance() == Progress.ENDED);
    }

    @Test
    void aThreadThatLeavesAStatementHasItFinishedByTheDatabase() {
        ThreadlessClient client = ThreadlessClient.connect(database);
        ThreadlessClient other = ThreadlessClient.connect(database);
        String pid = client.value("select pg_backend_pid()");
        AtomicBoolean leave = new AtomicBoolean();
        client.send("select pg_sleep(0.05), count(*) from generate_series(1, 300000)");
        CompletableFuture<Progress> run = CompletableFuture.supplyAsync(() -> client.advance(leave::get));
        eventually(
                "the statement runs",
                () -> run.isDone()
                        || other.value("select state from pg_stat_activity where pid = " + pid)
                                .equals("active"));

        leave.set(true);
        client.session().reconsider();

        assertThat(run.orTimeout(30, TimeUnit.SECONDS).join()).isIn(Progress.LEFT, Progress.WAITING);
        assertThat(client.receiveUntilReady()).isNotEmpty();
        end(client);
        end(other);
    }

    /** Several times, because a request to leave can come at any moment of an interrupt. The statement itself never ends. */
    @RepeatedTest(20)
    void aBusyThreadCanLeaveAndTheStatementBeCancelled() {
        ThreadlessClient client = ThreadlessClient.connect(database);
        ThreadlessClient other = ThreadlessClient.connect(database);
        String pid = client.value("select pg_backend_pid()");
        AtomicBoolean leave = new AtomicBoolean();
        client.send(ENDLESS);
        CompletableFuture<Progress> run = CompletableFuture.supplyAsync(() -> client.advance(leave::get));
        eventually(
                "the statement runs",
                () -> other.value("select state from pg_stat_activity where pid = " + pid)
                        .equals("active"));

        leave.set(true);
        client.session().reconsider();
        assertThat(run.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(Progress.LEFT);
        assertThat(other.value("select state from pg_stat_activity where pid = " + pid))
                .isEqualTo("active");
        other.value("select pg_cancel_backend(" + pid + ")");

        assertThat(ScriptedClient.only(client.receiveUntilReady(), ErrorResponse.class))
                .singleElement()
                .satisfies(response -> assertThat(response.error().sqlState()).isEqualTo("57014"));
        end(client);
        end(other);
    }

    @Test
    void aThreadWaitingForALockCanLeaveAndTheLockIsStillWaitedFor() {
        ThreadlessClient holder = ThreadlessClient.connect(database);
        ThreadlessClient client = ThreadlessClient.connect(database);
        holder.value("select 1 from pg_advisory_lock(7)");
        AtomicBoolean leave = new AtomicBoolean();
        client.send("select 1 from pg_advisory_lock(7)");
        CompletableFuture<Progress> run = CompletableFuture.supplyAsync(() -> client.advance(leave::get));
        eventually(
                "the lock is waited for",
                () -> holder.value("select count(*) from pg_locks where not granted")
                        .equals("1"));

        leave.set(true);
        client.session().reconsider();
        assertThat(run.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(Progress.LEFT);
        holder.value("select pg_advisory_unlock(7)");

        assertThat(client.receiveUntilReady()).hasSize(4);
        end(client);
        end(holder);
    }

    @Test
    void closingTheDatabaseEndsSessionsThatNobodyRuns() {
        PGlite other = PGlite.inMemory();
        ThreadlessClient client = ThreadlessClient.connect(other);
        client.execute("begin");
        try (other;
                ScriptedClient witness = ScriptedClient.connect(other)) {
            witness.send(new Query("select 1"));
            witness.receiveUntilReady();
        }

        assertThat(((ErrorResponse) client.receive()).error().sqlState()).isEqualTo("57P01");
        eventually("the thread that ended the session has left it", () -> client.advance() == Progress.ENDED);
    }
}
