package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bank's books are exact, whatever is done to its tables, its sessions and its server. */
final class BankTest {
    private static final long DEADLINE_NANOS = TimeUnit.MINUTES.toNanos(20);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final List<BankWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private volatile ServerProcess server;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    @Timeout(240)
    void theBooksAreExactBesideMaintenanceAndKilledSessions() throws Exception {
        disturbed(8, 1_000, 2);
    }

    @Test
    @Tag("long")
    @Timeout(1200)
    void theBooksAreExactAfterALongDay() throws Exception {
        disturbed(40, 100_000, 100);
    }

    @Test
    @Timeout(240)
    void theBooksAreExactAfterTheServerWasKilled() throws Exception {
        killed(8, 3, 300);
    }

    @Test
    @Tag("long")
    @Timeout(1200)
    void theBooksAreExactAfterTheServerWasKilledManyTimes() throws Exception {
        killed(20, 30, 3_000);
    }

    private void disturbed(int tellers, int moves, int rounds) throws Exception {
        System.out.println("the bank's seed is " + seed);
        try (ServedDatabase database = ServedDatabase.inMemory()) {
            Bank bank = new Bank(database::connect);
            bank.build();
            Janitor janitor = new Janitor(bank, random.nextLong());
            employ(bank, tellers, janitor);
            awaitThat(() -> bank.acknowledged() >= moves && janitor.rounds() >= rounds && janitor.kills() > 0);
            dismiss();

            bank.audit();
        }
    }

    private void killed(int tellers, int times, int moves) throws Exception {
        System.out.println("the bank's seed is " + seed);
        server = serve();
        Bank bank = new Bank(() -> server.connect());
        bank.build();
        for (int i = 0; i < times; i++) {
            employ(bank, tellers, new Janitor(bank, random.nextLong()));
            int enough = bank.acknowledged() + 1 + random.nextInt(moves);
            awaitThat(() -> bank.acknowledged() >= enough);
            server.kill();
            dismiss();

            server = serve();
            bank.audit();
        }
        server.close();
        server = serve();
        bank.audit();
        server.close();
    }

    private ServerProcess serve() throws IOException {
        return ServerProcess.start("--data", directory.resolve("data").toString());
    }

    private void employ(Bank bank, int tellers, Janitor janitor) {
        workers.clear();
        threads.clear();
        workers.add(janitor);
        for (int i = 0; i < tellers; i++) workers.add(new Teller(bank, random.nextLong()));
        for (BankWorker worker : workers) {
            Thread thread = new Thread(worker);
            threads.add(thread);
            thread.start();
        }
    }

    private void dismiss() throws InterruptedException {
        workers.forEach(BankWorker::stop);
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(2));
            assertThat(thread.isAlive()).isFalse();
        }
        workers.forEach(BankWorker::check);
    }

    /** Looks again and again, and ends early when a worker has failed. */
    private void awaitThat(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            workers.forEach(BankWorker::check);
            if (System.nanoTime() - end > 0) throw new AssertionError("the bank's work takes too long; seed " + seed);
            // Woken early by a worker that ends, which none should.
            threads.get(0).join(10);
        }
    }
}
