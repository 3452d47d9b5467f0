package dev.pglitej.examples.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Quarkus with the lines of application.properties that are beside this test. */
@QuarkusTest
class QuarkusDataSourceTest {
    @Inject
    DataSource dataSource;

    @Test
    void theDefaultDataSourceIsAPoolOfConnectionsToPostgresql() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show server_version_num")) {
            rows.next();
            assertThat(rows.getInt(1)).isGreaterThanOrEqualTo(180000);
        }
    }
}
