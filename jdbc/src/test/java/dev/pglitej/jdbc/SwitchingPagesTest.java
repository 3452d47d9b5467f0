package dev.pglitej.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import dev.pglitej.jdbc.contract.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of the pages in docs/ for those who come from elsewhere. */
@Timeout(60)
final class SwitchingPagesTest {
    @Test
    void fromH2() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:pglite:memory:test?closeDelay=never&init=classpath:fruit.sql");
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection connection = pool.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
        }
    }

    @Test
    void fromTestcontainers() throws SQLException {
        try (PGlite migrated = PGlite.inMemory()) {
            migrate(migrated.dataSource());
            try (Snapshot snapshot = migrated.snapshot();
                    PGlite forOneTest = snapshot.open();
                    PGlite forAnother = snapshot.open()) {
                addPerson(forOneTest.dataSource(), "Ada");
                assertThat(countPeople(forOneTest.dataSource())).isEqualTo(1);
                assertThat(countPeople(forAnother.dataSource())).isEqualTo(0);
            }
        }
    }

    @Test
    void fromZonky() throws SQLException {
        try (PGlite database = PGlite.inMemory();
                Connection connection = database.getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void fromPglite4j() throws SQLException {
        PGliteDataSource source = new PGliteDataSource("jdbc:pglite:memory:test?closeDelay=never");
        try (Connection one = source.getConnection();
                Connection two = source.getConnection()) {
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            assertThat(processId(one)).isNotEqualTo(processId(two));
        }
    }

    private static void migrate(DataSource database) throws SQLException {
        execute(database, "create table person (name text)");
    }

    private static void addPerson(DataSource database, String name) throws SQLException {
        execute(database, "insert into person values ('" + name + "')");
    }

    private static int countPeople(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Integer.parseInt(Sql.text(connection, "select count(*) from person"));
        }
    }

    private static String processId(Connection connection) throws SQLException {
        return Sql.text(connection, "select pg_backend_pid()");
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
