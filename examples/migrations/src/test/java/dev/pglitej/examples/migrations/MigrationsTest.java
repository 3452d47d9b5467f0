package dev.pglitej.examples.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.jdbc.PGliteDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Migrations, which both tools guard by a lock that has to hold between two connections. */
@Timeout(120)
final class MigrationsTest {
    @Test
    void ofTwoFlywaysAtTheSameTimeOneMigratesAndTheOtherWaits() throws Exception {
        // Flyway has to be given a data source, since it looks URLs up in a list of those that it knows.
        DataSource database = new PGliteDataSource("jdbc:pglite:memory:flyway?closeDelay=never");
        Callable<Integer> migrate = () -> Flyway.configure()
                .dataSource(database)
                .locations("classpath:flyway")
                .load()
                .migrate()
                .migrationsExecuted;

        int executed = 0;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (Future<Integer> each : threads.invokeAll(List.of(migrate, migrate))) executed += each.get();
        threads.shutdown();

        assertThat(executed).isEqualTo(2);
        try (Connection connection = database.getConnection()) {
            assertThat(text(connection, "insert into person (name) values ('Ada') returning greeting(person)"))
                    .isEqualTo("hello Ada");
            assertThat(text(connection, "select count(*) from flyway_schema_history where success"))
                    .isEqualTo("2");
        }
    }

    @Test
    void liquibaseRunsEachChangeOnceAndLeavesItsLock() throws Exception {
        DataSource database = new PGliteDataSource("jdbc:pglite:memory:liquibase?closeDelay=never");

        update(database);
        update(database);

        try (Connection connection = database.getConnection()) {
            assertThat(text(connection, "select count(*) from person")).isEqualTo("1");
            assertThat(text(connection, "select locked from databasechangeloglock"))
                    .isEqualTo("f");
        }
    }

    private static void update(DataSource source) throws Exception {
        try (Connection connection = source.getConnection()) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            assertThat(database.getShortName()).isEqualTo("postgresql");
            try (Liquibase liquibase =
                    new Liquibase("liquibase/changes.sql", new ClassLoaderResourceAccessor(), database)) {
                liquibase.update(new Contexts());
            }
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
