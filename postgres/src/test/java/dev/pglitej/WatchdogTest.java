package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.backend.Sabotage;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster that is stuck is reported, with what its processes are at, and can be closed. */
@Timeout(120)
final class WatchdogTest {
    private static final List<String> PROPERTIES =
            List.of("pglitej.patience.watch", "pglitej.patience.shutdown", "pglitej.patience.abort");

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("dev.pglitej.watchdog");
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @BeforeAll
    static void beImpatient() {
        PROPERTIES.forEach(property -> System.setProperty(property, "50"));
    }

    @AfterAll
    static void bePatientAgain() {
        PROPERTIES.forEach(System::clearProperty);
    }

    @BeforeEach
    void listen() {
        logger.addHandler(recorder);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(recorder);
        logger.setLevel(null);
    }

    @Test
    void aProcessThatBlocksInTheHostIsReportedWithAllOthers() {
        try (PGlite database = PGlite.builder().log(this::blockAtTheSign).open()) {
            ScriptedClient holder = ScriptedClient.connect(database);
            ScriptedClient waiter = ScriptedClient.connect(database);
            ScriptedClient idle = ScriptedClient.connect(database);
            holder.send(new Query("do $$ begin raise log 'the sign'; end $$"));
            eventually("the holder is blocked", () -> blocked.getCount() == 0);
            log.clear();

            waiter.send(new Query("select 'waited'"));
            eventually("the report is complete", () -> detailsOfClients() >= 3);

            assertThat(log)
                    .filteredOn(line -> line.contains("WARNING:  the database may be stuck"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("a process has kept the processor"));
            assertThat(log)
                    .anyMatch(line -> line.matches(
                            ".*DETAIL:  client backend \\d+ holds the processor since .*on the thread .*raise log.*"))
                    .anyMatch(line -> line.matches(".*DETAIL:  client backend \\d+ waits for the processor since .*"))
                    .anyMatch(line -> line.matches(".*DETAIL:  client backend \\d+ waits for its client since .*"))
                    .noneMatch(line -> line.contains("blockAtTheSign"));
            assertThat(records).isEmpty();
            released.countDown();
            holder.receiveUntilReady();
            waiter.receiveUntilReady();
            holder.close();
            waiter.close();
            idle.close();
        }
    }

    @Test
    void aReportThatNoLogHearsIsOneWarningAndTheStacksAreForDebugging() {
        logger.setLevel(Level.FINE);
        try (PGlite database = PGlite.inMemory()) {
            List<ScriptedClient> idle = new ArrayList<>();
            for (int i = 0; i < 20; i++) idle.add(ScriptedClient.connect(database));
            ScriptedClient holder = ScriptedClient.connect(database);
            ScriptedClient waiter = ScriptedClient.connect(database);

            eventually("it is reported", () -> {
                holder.send(new Query("select md5(repeat('x', 100000000))"));
                waiter.rows("select 1");
                holder.receiveUntilReady();
                return !recorded(Level.WARNING).isEmpty()
                        && !recorded(Level.FINE).isEmpty();
            });

            assertThat(recorded(Level.WARNING).get(0).lines())
                    .hasSize(12)
                    .first()
                    .asString()
                    .startsWith("the database may be stuck: a process has kept the processor from others");
            assertThat(recorded(Level.FINE)).allMatch(stack -> stack.contains("    at "));
            idle.forEach(ScriptedClient::close);
            holder.close();
            waiter.close();
        }
    }

    private List<String> recorded(Level level) {
        return records.stream()
                .filter(entry -> entry.getLevel().equals(level))
                .map(LogRecord::getMessage)
                .toList();
    }

    @Test
    void aProcessThatComputesWithoutEverGivingWayIsReported() {
        try (PGlite database = PGlite.builder().log(log::add).open();
                ScriptedClient holder = ScriptedClient.connect(database);
                ScriptedClient waiter = ScriptedClient.connect(database)) {
            eventually("it is reported while it computes", () -> {
                // A digest never looks for interrupts.
                holder.send(new Query("select md5(repeat('x', 100000000))"));
                waiter.rows("select 1");
                holder.receiveUntilReady();
                return logged("kept the processor from others") && logged("holds the processor since .*select md5");
            });
        }
    }

    @Test
    void aProcessThatNobodyWokeIsReportedAndGoesOn() {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of());
                ScriptedClient holder = ScriptedClient.connect(database);
                ScriptedClient waiter = ScriptedClient.connect(database)) {
            int pid = waitForALock(holder, waiter);

            database.sabotage(pid, Sabotage::setLatchSilently);

            eventually(
                    "it is reported",
                    () -> database.log().stream()
                            .anyMatch(line -> line.contains("process " + pid + " sleeps although its latch is set")));
            holder.rows("select pg_advisory_unlock(1)");
            waiter.receiveUntilReady();
        }
    }

    @Test
    void aWaitThatNoProcessCanEndIsReported() {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of());
                ScriptedClient holder = ScriptedClient.connect(database);
                ScriptedClient waiter = ScriptedClient.connect(database)) {
            int pid = waitForALock(holder, waiter);

            database.sabotage(pid, Sabotage::waitForAProcess);

            eventually(
                    "it is reported",
                    () -> database.log().stream()
                            .anyMatch(line -> line.contains("process " + pid + " waits for other processes")));
            holder.rows("select pg_advisory_unlock(1)");
            waiter.receiveUntilReady();
        }
    }

    @Test
    void whateverWaitsForAnOpenTransactionIsNotReported() {
        try (FragileDatabase database = FragileDatabase.inMemory(Map.of());
                ScriptedClient holder = ScriptedClient.connect(database);
                ScriptedClient waiter = ScriptedClient.connect(database);
                ScriptedClient other = ScriptedClient.connect(database)) {
            other.rows("begin");
            other.rows("select 1");
            int pid = waitForALock(holder, waiter);
            database.sabotage(pid, Sabotage::waitForAProcess);

            String looks = "select count(*) from pg_stat_activity where pid = " + pid + " and wait_event_type = 'IPC'"
                    + " and clock_timestamp() - query_start > interval '500 ms'";
            eventually("it has been looked at", () -> holder.value(looks).equals("1"));

            assertThat(database.log()).noneMatch(line -> line.contains("waits for other processes"));
            holder.rows("select pg_advisory_unlock(1)");
            waiter.receiveUntilReady();
        }
    }

    @Test
    void closingEndsAllThatIsNotStuckItself() {
        PGlite database = PGlite.builder().log(this::blockAtTheSign).open();
        ScriptedClient holder = ScriptedClient.connect(database);
        ScriptedClient waiter = ScriptedClient.connect(database);
        ScriptedClient idle = ScriptedClient.connect(database);
        holder.send(new Query("do $$ begin raise log 'the sign'; end $$"));
        eventually("the holder is blocked", () -> blocked.getCount() == 0);
        waiter.send(new Query("select 'waited'"));

        database.close();

        for (ScriptedClient client : List.of(waiter, idle)) {
            assertThat(client.receiveError().sqlState()).isEqualTo("57P01");
            client.awaitEnd();
        }
        released.countDown();
        holder.awaitEnd();
    }

    private static int waitForALock(ScriptedClient holder, ScriptedClient waiter) {
        int pid = Integer.parseInt(waiter.value("select pg_backend_pid()"));
        holder.rows("select pg_advisory_lock(1)");
        waiter.send(new Query("select pg_advisory_lock(1)"));
        eventually(
                "the waiter waits",
                () -> holder.value("select count(*) from pg_locks where not granted")
                        .equals("1"));
        return pid;
    }

    private void blockAtTheSign(String line) {
        log.add(line);
        if (!line.contains("the sign") || line.contains("DETAIL:") || line.contains("STATEMENT")) return;
        blocked.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean logged(String pattern) {
        return log.stream().anyMatch(line -> line.matches(".*" + pattern + ".*"));
    }

    private long detailsOfClients() {
        return log.stream()
                .filter(line -> line.contains("DETAIL:  client backend"))
                .count();
    }
}
