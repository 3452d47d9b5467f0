package dev.pglitej.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.api.PGliteException;
import dev.pglitej.server.Command.Serve;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server does when the JVM is told to end, up to the exit status. A test of pglitej-conformance sends the signal. */
@Timeout(60)
final class ShutdownHookTest {
    private final TestLog log = new TestLog();

    /** A database whose close() does what a test says. */
    private record ClosingDatabase(Runnable closing) implements ServedDatabase {
        @Override
        public Sessions sessions() {
            return FakeDatabase.echoing();
        }

        @Override
        public void onFailure(Consumer<PGliteException> listener) {}

        @Override
        public void close() {
            closing.run();
        }
    }

    private int shutDown(Runnable closing, Duration deadline) throws IOException {
        RunningServer running =
                RunningServer.start(Serve.defaults().withPort(0), options -> new ClosingDatabase(closing), log);
        return new ShutdownHook(running, log, deadline).shutDown();
    }

    @Test
    void aDatabaseThatIsClosedGivesStatus0() throws IOException {
        assertThat(shutDown(() -> {}, Duration.ofSeconds(30))).isZero();

        assertThat(log.notes).containsExactly("shutting down", "shut down");
    }

    @Test
    void aDatabaseThatIsNotClosedCleanlyGivesStatus1AndTheReason() throws IOException {
        PGliteException reason = new PGliteException("no space left for the shutdown checkpoint");

        int status = shutDown(
                () -> {
                    throw reason;
                },
                Duration.ofSeconds(30));

        assertThat(status).isEqualTo(1);
        assertThat(log.notes).containsExactly("shutting down", "the database was not closed cleanly");
        assertThat(log.failures).containsExactly(reason);
    }

    @Test
    void aDatabaseThatDoesNotCloseInTimeIsLeftAndGivesStatus1() throws IOException {
        CountDownLatch never = new CountDownLatch(1);

        int status = shutDown(
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Duration.ofMillis(20));
        never.countDown();

        assertThat(status).isEqualTo(1);
        assertThat(log.notes).startsWith("shutting down", "the database did not close within 0 s; ending without it");
    }
}
