package dev.pglitej.examples.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Micronaut with the lines of application.properties that are beside this test. */
@Timeout(60)
final class MicronautTest {
    @Test
    void theDefaultDataSourceIsAPoolOfConnectionsToPostgresql() throws SQLException {
        try (ApplicationContext context = ApplicationContext.run();
                Connection connection = context.getBean(DataSource.class).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show server_version_num")) {
            rows.next();
            assertThat(rows.getInt(1)).isGreaterThanOrEqualTo(180000);
        }
    }
}
