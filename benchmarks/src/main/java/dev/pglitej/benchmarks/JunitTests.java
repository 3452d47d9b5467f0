package dev.pglitej.benchmarks;

import dev.pglitej.junit.PGliteExtension;
import io.zonky.test.db.postgres.embedded.FlywayPreparer;
import io.zonky.test.db.postgres.junit5.EmbeddedPostgresExtension;
import io.zonky.test.db.postgres.junit5.PreparedDbExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that {@link JunitSuite} runs: each writes a row of a database of its own, and reads it. */
final class JunitTests {
    /** The system property that says how many there are. */
    static final String COUNT = "pglitej.benchmarks.tests";

    private JunitTests() {}

    static IntStream numbers() {
        return IntStream.range(0, Integer.getInteger(COUNT));
    }

    private static void use(Connection connection) throws SQLException {
        String answer = Sql.query(connection, "insert into t1 (name) values ('test') returning id");
        if (!answer.contains("1")) throw new IllegalStateException("another test has been here: " + answer);
    }

    static class OnPglite {
        @RegisterExtension
        static final PGliteExtension DATABASE =
                PGliteExtension.builder().flyway(JunitSchema.location()).build();

        @ParameterizedTest
        @MethodSource("dev.pglitej.benchmarks.JunitTests#numbers")
        void each(int number, Connection connection) throws SQLException {
            use(connection);
        }
    }

    static class OnZonky {
        @RegisterExtension
        final PreparedDbExtension database = EmbeddedPostgresExtension.preparedDatabase(
                FlywayPreparer.fromConfiguration(Map.of("flyway.locations", JunitSchema.location())));

        @ParameterizedTest
        @MethodSource("dev.pglitej.benchmarks.JunitTests#numbers")
        void each(int number) throws SQLException {
            try (Connection connection = database.getTestDatabase().getConnection()) {
                use(connection);
            }
        }
    }

    static class OnNothing {
        @ParameterizedTest
        @MethodSource("dev.pglitej.benchmarks.JunitTests#numbers")
        void each(int number) {}
    }
}
