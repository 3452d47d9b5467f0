package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is never closed is reported, with the place that opened it. */
@Timeout(60)
final class LeakTest {
    private static final Logger LOGGER = Logger.getLogger("dev.pglitej");

    private final BlockingQueue<LogRecord> logged = new LinkedBlockingQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (isOurs(line.getThrown())) logged.add(line);
        }

        /** Other tests of this JVM may have left something too. */
        private static boolean isOurs(@Nullable Throwable openedAt) {
            return openedAt != null
                    && Arrays.stream(openedAt.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(LeakTest.class.getName()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void aDatabaseThatNobodyCanCloseAnyMoreIsReportedOnce() throws Exception {
        openAndForget();

        LogRecord report = awaitReport();

        assertThat(report.getMessage())
                .isEqualTo("the database in memory was never closed, and runs until this JVM ends; close it, best by"
                        + " try-with-resources");
        assertOpenedIn(report, "openAndForget");
        System.gc();
        assertThat(logged).isEmpty();
    }

    private static void openAndForget() {
        PGlite forgotten = PGlite.inMemory();
        try (ScriptedClient client = ScriptedClient.connect(forgotten)) {
            assertThat(client.value("select 1")).isEqualTo("1");
        }
    }

    @Test
    void aSnapshotThatNobodyCanCloseAnyMoreIsReported() throws Exception {
        try (PGlite database = PGlite.inMemory()) {
            snapshotAndForget(database);

            LogRecord report = awaitReport();

            assertThat(report.getMessage()).startsWith("a snapshot was never closed");
            assertOpenedIn(report, "snapshotAndForget");
        }
    }

    private static void snapshotAndForget(PGlite database) {
        database.snapshot();
    }

    @Test
    void whatIsClosedIsNotReported() {
        try (PGlite database = PGlite.inMemory();
                Snapshot snapshot = database.snapshot();
                PGlite copy = snapshot.open()) {
            assertThat(copy).isNotSameAs(database);
        }

        System.gc();
        assertThat(logged).isEmpty();
    }

    private static void assertOpenedIn(LogRecord report, String method) {
        assertThat(report.getThrown().getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .contains(method);
    }

    private LogRecord awaitReport() throws InterruptedException {
        while (true) {
            System.gc();
            @Nullable LogRecord line = logged.poll(50, TimeUnit.MILLISECONDS);
            if (line != null) return line;
        }
    }
}
