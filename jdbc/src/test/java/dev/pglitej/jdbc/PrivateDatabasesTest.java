package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log says where connections have databases of their own. Each test has a URL that no other has. */
@Timeout(60)
final class PrivateDatabasesTest {
    private static final Logger LOGGER = Logger.getLogger(PrivateDatabases.class.getName());

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(new SimpleFormatter().formatMessage(line));
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
    void aPoolWhoseConnectionsHaveADatabaseEachIsReportedOnce() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:pglite:memory:?password=secret&setting.work_mem=5MB");
        config.setMaximumPoolSize(3);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection first = pool.getConnection();
                Connection second = pool.getConnection();
                Connection third = pool.getConnection()) {
            assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        }

        assertThat(logged)
                .containsExactly(
                        "several connections of jdbc:pglite:memory: are open, and each has a database of its own;"
                                + " if they should share one, as the connections of a pool do, give it a name: jdbc:pglite:memory:NAME");
    }

    @Test
    void oneAfterTheOtherIsNoReasonToSayAnything() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:?setting.work_mem=6MB")) {
                assertThat(connection.isValid(10)).isTrue();
            }
        }

        assertThat(logged).isEmpty();
    }
}
