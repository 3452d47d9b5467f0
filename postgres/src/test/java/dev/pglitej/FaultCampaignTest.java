package dev.pglitej;

import static dev.pglitej.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.cluster.Shutdown;
import dev.pglitej.internal.database.Faults;
import dev.pglitej.internal.database.FragileDatabase;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of every kind, one after the other, strike a database under load: sessions terminated and cancelled, processes that crash, disks
 * that are full, the whole cluster stopped at once; and meanwhile clients have timeouts and leave without a word. No commit is lost, no
 * answer is wrong, nothing hangs, and nothing stays behind.
 *
 * <p>The system property {@code pglitej.torture.faults} says how many, {@code pglitej.torture.seed} repeats a run's choices. Whole JVMs are
 * killed by {@link TortureTest}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class FaultCampaignTest {
    private static final int FAULTS = Integer.getInteger("pglitej.torture.faults", 3);
    private static final int TELLERS = 4;
    private static final int MORE_MOVES = 10;
    private static final int MORE_THREADS = 8;
    /** Files that processes keep open, more or less of them. */
    private static final int MORE_DESCRIPTORS = 40;

    private static final long MORE_MEMORY = 50L << 20;
    private static final Pattern MAPPING = Pattern.compile("[0-9a-f]+-[0-9a-f]+ ");

    private final long seed = Long.getLong("pglitej.torture.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final FullDisk data = new FullDisk("base/");
    private final FullDisk log = new FullDisk("pg_wal/");
    private final CampaignTeller.Books books = new CampaignTeller.Books();
    private final CampaignCanary canary = new CampaignCanary(() -> database(), seed);
    private final List<CampaignClient> clients = new ArrayList<>(List.of(canary));
    private final List<Thread> threads = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private volatile FragileDatabase database;

    @Test
    void faultsUnderLoadLoseNoCommitGiveNoWrongAnswerAndLeaveNothingBehind() throws Exception {
        System.out.println("campaign: seed " + seed + ", " + FAULTS + " faults");
        MadeDirectory.copyTo(directory);
        database = open();
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            CampaignTeller.makeTables(client);
        }
        beginWork();
        // What is there for good after some faults, such as threads that wait for the next process.
        for (Fault fault : Fault.values()) strike(fault);
        // A buffer pool fills while its database is open, so memory is compared after a start.
        strike(Fault.IMMEDIATE_SHUTDOWN);
        long memoryBefore = memory();
        long threadsBefore = Thread.activeCount();
        long descriptorsBefore = descriptors();

        for (int i = 0; i < FAULTS; i++) strike(Fault.values()[random.nextInt(Fault.values().length)]);
        strike(Fault.IMMEDIATE_SHUTDOWN);

        eventually("memory is as much as before", () -> memory() <= memoryBefore + MORE_MEMORY);
        eventually("threads are as many as before", () -> Thread.activeCount() <= threadsBefore + MORE_THREADS);
        eventually("descriptors are as many as before", () -> descriptors() <= descriptorsBefore + MORE_DESCRIPTORS);
        endWork();
        eventually(
                "no session is left",
                () -> database.pids(BackendKind.CLIENT_BACKEND).isEmpty());
        audit();
        System.out.println("campaign: " + books.count() + " moves, " + canary.answers() + " answers to the canary, "
                + ((memory() - memoryBefore) >> 10) + " KiB more");
        database.close();
        database = open();
        audit();
    }

    @AfterEach
    void close() throws InterruptedException {
        endWork();
        database.close();
    }

    private enum Fault {
        TERMINATION(true),
        CANCELLATION(true),
        FULL_DATA_DISK(true),
        BROKEN_SESSION(false),
        BROKEN_HELPER(false),
        FULL_LOG_DISK(false),
        IMMEDIATE_SHUTDOWN(false);

        /** Whether it concerns single sessions, and not all of them. */
        private final boolean sparesOthers;

        Fault(boolean sparesOthers) {
            this.sparesOthers = sparesOthers;
        }
    }

    private FragileDatabase database() {
        return database;
    }

    private FragileDatabase open() {
        Faults disks = new Faults() {
            @Override
            public int writing(String path, long position, int count, long size) {
                return Math.min(data.writing(path, position, count, size), log.writing(path, position, count, size));
            }
        };
        return FragileDatabase.in(directory, Map.of("max_wal_size", "32MB", "min_wal_size", "32MB"), disks);
    }

    private void strike(Fault fault) {
        int lost = canary.lost();
        try {
            switch (fault) {
                case TERMINATION -> signalATeller("pg_terminate_backend");
                case CANCELLATION -> signalATeller("pg_cancel_backend");
                case FULL_DATA_DISK -> fillTheDisk();
                case BROKEN_SESSION -> breakASession();
                case BROKEN_HELPER -> breakTheCheckpointer();
                case FULL_LOG_DISK -> fillTheLogsDisk();
                case IMMEDIATE_SHUTDOWN -> reopen();
            }
            awaitMoreWork();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(fault + ", seed " + seed, e);
        }
        if (fault.sparesOthers) {
            assertThat(canary.lost()).as("%s, seed %d", fault, seed).isEqualTo(lost);
        }
    }

    private void signalATeller(String function) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("select " + function + "(pid) from pg_stat_activity where application_name = '"
                    + CampaignTeller.NAME + "' order by random() limit 1");
        }
    }

    private void fillTheDisk() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            data.leave(random.nextInt(200_000));
            assertThat(client.sqlStateOf("insert into filler select repeat('x', 1000) from generate_series(1, 5000)"))
                    .isEqualTo("53100");
            assertThat(client.value("select count(*) from filler")).isEqualTo("0");
        } finally {
            data.becomeLarger();
        }
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("truncate filler");
        }
    }

    /** PostgreSQL cannot go on without its log: it ends, and begins again when there is space. */
    private void fillTheLogsDisk() {
        log.leave(random.nextInt(200_000));
        String write = "select pg_logical_emit_message(false, 'filler', repeat('x', 1000000))";
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            while (ScriptedClient.only(client.query(write), ErrorResponse.class).isEmpty()) Thread.onSpinWait();
        } catch (ScriptedClient.SessionEndedError e) {
            assertThat(database.log()).anyMatch(line -> line.contains("No space left on device"));
        } finally {
            log.becomeLarger();
        }
        reopen();
    }

    private void breakASession() {
        awaitCrash(() -> {}, () -> breakOneOf(BackendKind.CLIENT_BACKEND));
    }

    /** Which notices it when it has something to do. */
    private void breakTheCheckpointer() {
        ScriptedClient client = ScriptedClient.connect(database);
        Runnable breaking = () -> {
            breakOneOf(BackendKind.CHECKPOINTER);
            client.send(new Query("checkpoint"));
        };
        awaitCrash(breaking, () -> {});
    }

    private void breakOneOf(BackendKind kind) {
        List<Integer> pids = database.pids(kind);
        if (!pids.isEmpty()) database.breakIfAlive(pids.get(random.nextInt(pids.size())));
    }

    /** Never breaks what comes after the crash, which would be a fault too many. */
    private void awaitCrash(Runnable once, Runnable again) {
        int lost = canary.lost();
        long crashes = crashes();
        once.run();
        eventually("the database has crashed", () -> {
            if (crashes() == crashes) again.run();
            return crashes() > crashes;
        });
        eventually("all sessions have ended", () -> canary.lost() > lost);
    }

    private long crashes() {
        return database.log().stream()
                .filter(line -> line.contains("terminating any other active server processes"))
                .count();
    }

    private void reopen() {
        database.shutDown(Shutdown.IMMEDIATE);
        database = open();
    }

    private void beginWork() {
        for (int i = 0; i < TELLERS; i++) clients.add(new CampaignTeller(() -> database(), random.nextLong(), books));
        for (CampaignClient client : clients) {
            Thread thread = new Thread(client, client.getClass().getSimpleName());
            threads.add(thread);
            thread.start();
        }
        awaitMoreWork();
    }

    private void awaitMoreWork() {
        int moves = books.count() + MORE_MOVES;
        // One may have been on its way.
        int answers = canary.answers() + 2;
        eventually("the clients go on", () -> {
            clients.forEach(CampaignClient::check);
            return books.count() >= moves && canary.answers() >= answers;
        });
    }

    private void endWork() throws InterruptedException {
        clients.forEach(CampaignClient::stop);
        for (Thread thread : threads) {
            thread.join(TimeUnit.NANOSECONDS.toMillis(2 * Eventually.DEADLINE_NANOS));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private void audit() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            Set<Long> moves = client.rows("select number from move").stream()
                    .map(row -> Long.valueOf(row.get(0)))
                    .collect(Collectors.toSet());
            assertThat(moves).as("seed %d", seed).containsAll(books.acknowledged());
            assertThat(client.value("select count(*) from account where balance <> " + CampaignTeller.BALANCE
                            + " + coalesce((select sum(amount) from move where target = id), 0)"
                            + " - coalesce((select sum(amount) from move where source = id), 0)"))
                    .as("balances that differ from the sum of the moves, seed %d", seed)
                    .isEqualTo("0");
            Amcheck.check(client);
        }
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Resident bytes of guests' memory, and what is used of the Java heap, whose own size is G1's to choose. */
    private static long memory() {
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        long guests = 0;
        boolean isGuest = false;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
                // A mapping begins with a line of its addresses; all others have a name and a colon.
                if (MAPPING.matcher(line).lookingAt()) {
                    isGuest = line.contains("/memfd:pglitej");
                } else if (isGuest && line.startsWith("Pss:")) {
                    guests += Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return heap + guests;
    }
}
