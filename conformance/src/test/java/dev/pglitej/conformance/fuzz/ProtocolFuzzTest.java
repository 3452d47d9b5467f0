package dev.pglitej.conformance.fuzz;

import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.conformance.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Conversations with random faults neither stop the server, nor disturb others, nor leave anything behind.
 *
 * <p>The system property {@code pglitej.torture.conversations} says how many there are, {@code pglitej.torture.seed} repeats a run's
 * choices: each conversation depends on it and on the conversation's number alone.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class ProtocolFuzzTest {
    private static final int CONVERSATIONS = Integer.getInteger("pglitej.torture.conversations", 600);
    private static final int CLIENTS = 4;
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long MORE_MEMORY = 100L << 20;
    /** Files that the canary's and the helpers' processes keep open; one for each conversation would be ten times as many. */
    private static final int MORE_DESCRIPTORS = 40;

    private final long seed = Long.getLong("pglitej.torture.seed", System.nanoTime());
    private final List<List<byte[]>> conversations = Conversations.all();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger packets = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void clientsThatSpeakWronglyDisturbNobodyAndLeaveNothingBehind() throws Exception {
        System.out.println("fuzz: seed " + seed + ", " + CONVERSATIONS + " conversations");
        Path data = directory.resolve("data");
        try (ServerProcess server = ServerProcess.start("--data", data.toString());
                Connection observer = server.connect();
                Connection birdcage = server.connect()) {
            letIn(observer, data);
            Canary canary = Canary.in(birdcage);
            Thread singing = new Thread(canary, "canary");
            singing.start();
            // What is there for good after some clients, such as threads that wait for the next ones.
            converse(server, canary, CONVERSATIONS / 3);
            awaitThat("the first clients' sessions are gone", () -> sessions(observer) == 0);
            long threads = server.threads();
            long descriptors = server.descriptors();
            long memory = server.residentBytes();

            converse(server, canary, CONVERSATIONS);

            awaitThat("all sessions are gone", () -> sessions(observer) == 0);
            awaitThat("threads are as many as before", () -> server.threads() <= threads + CLIENTS);
            awaitThat(
                    "descriptors are as many as before", () -> server.descriptors() <= descriptors + MORE_DESCRIPTORS);
            assertThat(server.residentBytes()).as("memory, seed %d", seed).isLessThan(memory + MORE_MEMORY);
            canary.stop();
            singing.join();
            canary.check();
            assertThat(canary.committed()).isPositive();
            assertThat(value(observer, "select count(*) || ' ' || max(n) from canary where word = md5(n::text)"))
                    .isEqualTo(canary.committed() + " " + canary.committed());
            System.out.println("fuzz: " + packets + " packets, the canary committed " + canary.committed()
                    + " times; memory " + ((server.residentBytes() - memory) >> 10) + " KiB more");
        }
    }

    /** Makes the roles that the conversations are about, and has them ask for what they bring. */
    private static void letIn(Connection connection, Path data) throws SQLException, IOException {
        execute(connection, "create role " + Conversations.STRANGER + " login");
        for (String role : List.of(Conversations.GUARDED, Conversations.TALKER)) {
            execute(connection, "create role " + role + " login password '" + Conversations.PASSWORD + "'");
        }
        for (String role : List.of(Conversations.STRANGER, Conversations.GUARDED, Conversations.TALKER)) {
            // What bits make of a number may be a long pause or many rows.
            execute(connection, "alter role " + role + " set statement_timeout = '2s'");
        }
        Path rules = data.resolve("pg_hba.conf");
        String guards = "host all " + Conversations.GUARDED + " 127.0.0.1/32 scram-sha-256\nhost all "
                + Conversations.TALKER + " 127.0.0.1/32 password\n";
        Files.writeString(rules, guards + Files.readString(rules));
        execute(connection, "select pg_reload_conf()");
    }

    private void converse(ServerProcess server, Canary canary, int more) throws InterruptedException {
        int end = next.get() + more;
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                all.add(clients.submit(() -> {
                    for (int number = next.getAndIncrement(); number < end; number = next.getAndIncrement()) {
                        converse(server, number);
                        canary.check();
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) one.get();
        } catch (ExecutionException e) {
            throw new AssertionError("seed " + seed + ": " + e.getCause(), e.getCause());
        } finally {
            clients.shutdownNow();
            next.set(end);
        }
    }

    private void converse(ServerProcess server, int number) {
        // Not their sum: neighbours' first choices would be alike.
        Random random = new Random(seed ^ number * 0x9e3779b97f4a7c15L);
        List<byte[]> conversation = conversations.get(random.nextInt(conversations.size()));
        List<byte[]> copy = new ArrayList<>();
        for (byte[] packet : conversation) copy.add(packet.clone());
        List<byte[]> wrong = Mutation.mutated(copy, random);
        packets.addAndGet(wrong.size());
        try {
            new RudeClient(server.address(), random).talk(wrong);
        } catch (IOException | AssertionError e) {
            throw new AssertionError("conversation " + number + ": " + e.getMessage(), e);
        }
    }

    private static int sessions(Connection observer) {
        try {
            return Integer.parseInt(
                    value(
                            observer,
                            "select count(*) from pg_stat_activity where backend_type = 'client backend' and usename <> 'postgres'"));
        } catch (SQLException e) {
            throw new AssertionError("the observer got no answer", e);
        }
    }

    private void awaitThat(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within a minute, seed " + seed + ": " + what);
            }
            Thread.onSpinWait();
        }
    }
}
