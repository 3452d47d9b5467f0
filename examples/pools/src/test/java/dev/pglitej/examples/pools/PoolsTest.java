package dev.pglitej.examples.pools;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools whose connections share one database in memory, which lives as long as the pool. */
@Timeout(60)
final class PoolsTest {
    @Test
    void connectionsOfHikariAreSessionsOfOneDatabase() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:pglite:memory:hikari");
        config.setMaximumPoolSize(4);

        try (HikariDataSource pool = new HikariDataSource(config)) {
            assertTwoSessionsOfOneDatabase(pool);
        }
    }

    @Test
    void connectionsOfAgroalAreSessionsOfOneDatabase() throws SQLException {
        AgroalDataSourceConfigurationSupplier config = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(4)
                        .connectionFactoryConfiguration(factory ->
                                factory.jdbcUrl("jdbc:pglite:memory:agroal").principal(new NamePrincipal("postgres"))));

        try (AgroalDataSource pool = AgroalDataSource.from(config)) {
            assertTwoSessionsOfOneDatabase(pool);
        }
    }

    private static void assertTwoSessionsOfOneDatabase(DataSource pool) throws SQLException {
        try (Connection writer = pool.getConnection();
                Connection reader = pool.getConnection();
                Statement write = writer.createStatement();
                Statement read = reader.createStatement()) {
            write.execute("create table counted (id int)");
            writer.setAutoCommit(false);
            write.execute("insert into counted values (1)");
            assertThat(count(read)).isZero();
            writer.commit();
            assertThat(count(read)).isEqualTo(1);
        }
    }

    private static int count(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select count(*) from counted")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
