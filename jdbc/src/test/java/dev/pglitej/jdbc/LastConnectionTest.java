package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.awaitActive;
import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.inBackground;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the last connection of a database that a URL has opened is closed, so is the database: its directory may be deleted at once. */
@Timeout(120)
final class LastConnectionTest {
    @TempDir
    private Path temporary;

    private Path data() {
        return temporary.resolve("data");
    }

    private Connection connect(String parameters) throws SQLException {
        return DriverManager.getConnection("jdbc:pglite:file:" + data() + parameters);
    }

    /** Without the patience that a directory needs where somebody still writes to it. */
    private void deleteDirectory() throws IOException {
        assertThat(data().resolve("postmaster.pid")).doesNotExist();
        try (Stream<Path> files = Files.walk(data())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    @Test
    void aDirectoryCanBeDeletedRightAfterItsLastConnectionIsClosed() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Connection first = connect("");
                    Connection second = connect("")) {
                execute(first, "create table t as select generate_series(1, 1000) as a");
                assertThat(text(second, "select count(*) from t")).isEqualTo("1000");
            }
            deleteDirectory();
        }
    }

    @Test
    void closingWaitsForAStatementThatAnotherThreadHasRun() throws Exception {
        Connection connection = connect("");
        Future<?> running = inBackground(() -> text(connection, "select 'other thread', pg_sleep(0.5)"));
        try (Connection observer = connect("")) {
            awaitActive(observer, "other thread");
        }

        connection.close();

        deleteDirectory();
        assertThatThrownBy(running::get).hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void closingWaitsForTheSessionOfAConnectionThatWasClosedBefore() throws Exception {
        Connection busy = connect("");
        Connection idle = connect("");
        Future<?> running = inBackground(() -> text(busy, "select 'closed before', pg_sleep(0.5)"));
        awaitActive(idle, "closed before");

        busy.close();
        idle.close();

        deleteDirectory();
        assertThatThrownBy(running::get).hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void abortingTheLastConnectionClosesTheDatabase() throws Exception {
        Connection connection = connect("");

        connection.abort(Runnable::run);

        deleteDirectory();
    }

    @Test
    void theDatabaseIsClosedWhenAConnectionWhoseSessionWasTerminatedIsClosed() throws Exception {
        try (Connection connection = connect("")) {
            assertThatThrownBy(() -> execute(connection, "select pg_terminate_backend(pg_backend_pid())"))
                    .isInstanceOf(SQLException.class);
        }

        deleteDirectory();
    }

    @Test
    void anInterruptedThreadClosesTheDatabaseAndStaysInterrupted() throws Exception {
        Connection connection = connect("");
        Future<?> running = inBackground(() -> text(connection, "select 'interrupted', pg_sleep(0.5)"));
        try (Connection observer = connect("")) {
            awaitActive(observer, "interrupted");
        }

        Thread.currentThread().interrupt();
        connection.close();

        assertThat(Thread.interrupted()).isTrue();
        deleteDirectory();
        assertThatThrownBy(running::get).hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void whereTheConnectionIsRefusedTheDatabaseThatItOpenedIsClosed() throws Exception {
        assertThatThrownBy(() -> connect("?database=missing"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("3D000"));

        deleteDirectory();
    }

    @Test
    void aClosedPoolHasClosedTheDatabase() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:pglite:file:" + data());
        config.setMaximumPoolSize(5);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) all.add(pool.getConnection());
            for (Connection each : all) each.close();
        }

        deleteDirectory();
    }

    @Test
    void aNamedDatabaseInMemoryIsNewAfterItsLastConnection() throws Exception {
        String url = "jdbc:pglite:memory:last-connection";
        Connection connection = DriverManager.getConnection(url);
        execute(connection, "create table former ()");
        Future<?> running = inBackground(() -> text(connection, "select 'in memory', pg_sleep(0.5)"));
        try (Connection observer = DriverManager.getConnection(url)) {
            awaitActive(observer, "in memory");
        }

        connection.close();

        try (Connection next = DriverManager.getConnection(url)) {
            assertThat(text(next, "select to_regclass('former')")).isNull();
        }
        assertThatThrownBy(running::get).hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void aDatabaseThatIsToStayOpenDoesNotLetItsLastConnectionWait() throws Exception {
        try (Connection connection = connect("?closeDelay=1")) {
            execute(connection, "create table t ()");
        }

        assertThat(data().resolve("postmaster.pid")).exists();
        try (Connection again = connect("")) {
            assertThat(text(again, "select to_regclass('t')")).isEqualTo("t");
        }
    }

    @Test
    void aClientThatHasGivenUpWaitingForItsStatementDoesNotWaitForItAgain() throws Exception {
        try (Connection connection = connect("")) {
            connection.setNetworkTimeout(Runnable::run, 200);
            try (Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("select pg_sleep(4)"))
                        .isInstanceOf(SQLException.class);
            }
        }

        // Still running, that statement.
        assertThat(data().resolve("postmaster.pid")).exists();
        try (Connection observer = connect("")) {
            execute(observer, "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(4)'");
        }
    }

    @Test
    void aConnectionThatIsOpenedMeanwhileKeepsTheDatabaseAndEndsTheWait() throws Exception {
        LastConnection last = new LastConnection();
        last.opened();
        CountDownLatch begun = new CountDownLatch(1);
        Future<?> closing = inBackground(() -> {
            begun.countDown();
            last.closed(Long.MAX_VALUE);
            return "open";
        });
        begun.await();

        last.opened();

        assertThat(closing.get()).isEqualTo("open");
    }

    @Test
    void theThreadThatClosesTheDatabaseDoesNotWaitForItself() {
        LastConnection last = new LastConnection();
        last.opened();

        last.databaseCloses();
        last.closed(Long.MAX_VALUE);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
