package dev.pglitej.boot4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.junit.PGliteTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** The extension for JUnit 5 in JUnit 6, which Spring Boot 4 brings. */
@PGliteTest(flyway = "classpath:db/migration")
@Timeout(120)
class JUnit6Test {
    @RepeatedTest(2)
    void eachTestHasADatabaseOfItsOwn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("insert into item (name) values ('pen')"))
                    .isEqualTo(1);
            assertThat(statement.executeUpdate("delete from item")).isEqualTo(1);
        }
    }
}
