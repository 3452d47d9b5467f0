package dev.pglitej.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@PGliteTest(flyway = "classpath:db/migration")
class CustomersTest {
    @Test
    void aCustomerIsAdded(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("insert into customer (name) values ('Ada')"))
                    .isEqualTo(1);
        }
    }
}
