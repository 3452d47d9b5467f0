package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.jdbc.contract.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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

@Timeout(60)
final class UnclosedConnectionTest {
    private static final Logger LOGGER = Logger.getLogger("dev.pglitej.jdbc");

    private final BlockingQueue<LogRecord> logged = new LinkedBlockingQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line);
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
    void aConnectionThatNobodyCanCloseAnyMoreIsReportedAndClosed() throws Exception {
        try (Connection observer = DriverManager.getConnection("jdbc:pglite:memory:leaky")) {
            String pid = openAndForget();

            LogRecord report = awaitReport();

            assertThat(report.getMessage()).contains("a connection to memory:leaky was never closed");
            assertThat(report.getThrown().getStackTrace())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("openAndForget");
            Sql.awaitTrue(observer, "select count(*) = 0 from pg_stat_activity where pid = " + pid);
        }
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static String openAndForget() throws SQLException {
        Connection forgotten = DriverManager.getConnection("jdbc:pglite:memory:leaky");
        return text(forgotten, "select pg_backend_pid()");
    }

    private LogRecord awaitReport() throws InterruptedException {
        while (true) {
            System.gc();
            @Nullable LogRecord line = logged.poll(50, TimeUnit.MILLISECONDS);
            if (line != null) return line;
        }
    }

    @Test
    void aConnectionThatIsClosedIsNotReported() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:tidy")) {
            assertThat(text(connection, "select 1")).isEqualTo("1");
        }

        System.gc();
        assertThat(logged).isEmpty();
    }
}
