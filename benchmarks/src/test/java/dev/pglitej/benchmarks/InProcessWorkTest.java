package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the benchmarks inside of the process compute, which has to be the same everywhere. */
@Timeout(120)
final class InProcessWorkTest {
    @ParameterizedTest
    @ValueSource(strings = {"jdbc:pglite:memory:", "jdbc:h2:mem:"})
    void everyWorkAnswersTheSameOnEveryDatabase(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            Sql.execute(
                    connection,
                    "create table bench (id int primary key, v int, t varchar(40))",
                    "insert into bench values (1, 1, 'one'), (2, 2, 'two'), (3, 3, 'three')");

            assertThat(new JdbcWork.Select(3, 3).on(connection).answer()).isEqualTo(6);
            assertThat(new JdbcWork.BatchInsert(1500).on(connection).answer()).isEqualTo(1500);
            assertThat(new JdbcWork.Read("read", 3, 0).on(connection).answer()).isEqualTo(6 + 6 + 11);
            assertThat(new JdbcWork.Read("read-cursor", 3, 2).on(connection).answer())
                    .isEqualTo(6 + 6 + 11);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pglitej", "h2"})
    void everyTestOfTheSuiteFindsADatabaseOfItsOwn(String name) throws IOException, SQLException {
        try (SwitchingSide side = SwitchingSide.start(name, SwitchingSuite.schema())) {
            SwitchingSuite.test(side);
            SwitchingSuite.test(side);
        }
    }
}
