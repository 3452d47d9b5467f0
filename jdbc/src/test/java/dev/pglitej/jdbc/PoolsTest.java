package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools of connections under load: money is moved between accounts by many threads, and none may be lost. */
@Timeout(120)
final class PoolsTest {
    private static final int ACCOUNTS = 10;
    private static final int THREADS = 20;
    private static final int TRANSFERS = 100;

    @Test
    void hikariByItsUrl() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:pglite:memory:hikari");
        config.setMaximumPoolSize(10);
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            transferFromManyThreads(pool, Executors.newFixedThreadPool(THREADS));
        }
    }

    @Test
    void hikariByItsDataSourceClass() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSourceClassName(PGliteDataSource.class.getName());
        config.addDataSourceProperty("url", "jdbc:pglite:memory:hikari-class");
        config.addDataSourceProperty("databaseName", "postgres");
        config.setUsername("postgres");
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection connection = pool.getConnection()) {
            assertThat(text(connection, "select current_user")).isEqualTo("postgres");
        }
    }

    @Test
    void agroal() throws Exception {
        AgroalDataSourceConfigurationSupplier config = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(10)
                        .acquisitionTimeout(Duration.ofSeconds(60))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl("jdbc:pglite:memory:agroal")
                                .principal(new NamePrincipal("postgres"))
                                .credential(new SimplePassword("unused"))
                                .autoCommit(false)));
        try (AgroalDataSource pool = AgroalDataSource.from(config)) {
            transferFromManyThreads(pool, Executors.newFixedThreadPool(THREADS));
        }
    }

    @Test
    void virtualThreads() throws Exception {
        Assumptions.assumeTrue(Runtime.version().feature() >= 21, "virtual threads came with 21");
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:pglite:memory:virtual");
        config.setMaximumPoolSize(10);
        config.setConnectionTimeout(60_000);
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            transferFromManyThreads(pool, threads);
        }
    }

    private static void transferFromManyThreads(DataSource pool, ExecutorService threads) throws Exception {
        try (Connection connection = pool.getConnection()) {
            execute(
                    connection,
                    "create table account (id int primary key, amount int)",
                    "insert into account select g, 100 from generate_series(1, " + ACCOUNTS + ") g");
            connection.commit();
        }
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) work.add(() -> transferManyTimes(pool));
        int done = 0;
        for (Future<Integer> each : threads.invokeAll(work)) done += each.get();
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(done).isPositive();
        try (Connection connection = pool.getConnection()) {
            assertThat(text(connection, "select sum(amount) from account")).isEqualTo(Integer.toString(100 * ACCOUNTS));
        }
    }

    /** How many of its transfers were committed; those that lost a deadlock were not. */
    private static int transferManyTimes(DataSource pool) throws SQLException {
        int done = 0;
        for (int i = 0; i < TRANSFERS; i++) {
            try (Connection connection = pool.getConnection()) {
                done += transfer(connection) ? 1 : 0;
            }
        }
        return done;
    }

    private static boolean transfer(Connection connection) throws SQLException {
        int from = ThreadLocalRandom.current().nextInt(ACCOUNTS) + 1;
        int to = ThreadLocalRandom.current().nextInt(ACCOUNTS) + 1;
        try {
            execute(
                    connection,
                    "set local deadlock_timeout = '10ms'",
                    "update account set amount = amount - 1 where id = " + from);
            execute(connection, "update account set amount = amount + 1 where id = " + to);
            connection.commit();
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("40P01");
            connection.rollback();
            return false;
        }
    }
}
