package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the rows compute, on native PostgreSQL, with little data. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RowsTest {
    private static final Scale LITTLE = new Scale(1_000, 1_000, 10, 5, 20, 10, 50, 1_000, 1_000, 1_000);

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Contender postgres = new RunningServer(new Address("nowhere", 0));

    @BeforeAll
    void startPostgres() {
        String obstacle = NativePostgres.obstacle().orElse("");
        assumeTrue(obstacle.isEmpty(), obstacle);
        postgres = NativePostgres.start(new PrintStream(log, false, StandardCharsets.UTF_8));
    }

    @AfterAll
    void stopPostgres() {
        postgres.close();
    }

    @Test
    void eachRowComputesWhatItShould() throws SQLException {
        Map<String, String> answers = new TreeMap<>();
        try (Connection connection = postgres.connect()) {
            Rows.createSharedTable(connection, LITTLE);
            for (Row row : rowsWithOneLine()) answers.put(row.name(), answer(row.on(connection)));
        }

        assertThat(answers)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("aggregates", "1000 49942098 49942.098000000000 99984"),
                        Map.entry("join", "9 2219"),
                        Map.entry("generate-series", "500500"),
                        Map.entry("regex", "17"),
                        Map.entry("jsonb", "49942098"),
                        Map.entry("primary-key-select", "484175"),
                        Map.entry("select-1", "10"),
                        Map.entry("single-inserts", "5 15 5"),
                        Map.entry("transaction-inserts", "20 210 20"),
                        Map.entry("indexed-selects", "1000"),
                        Map.entry("indexed-updates", "50 10096725"),
                        Map.entry("copy-in", "1000 500500 number 999"),
                        Map.entry("create-index", "1000"),
                        Map.entry("vacuum", "500 t")));
    }

    @Test
    void groupingGivesEachOfThe256Groups() throws SQLException {
        try (Connection connection = postgres.connect()) {
            Rows.createSharedTable(connection, LITTLE);

            List<String> groups = answer(row("group-by").on(connection)).lines().toList();

            assertThat(groups).hasSize(256).startsWith("0 3 163224").endsWith("255 3 139467");
        }
    }

    @Test
    void orderingGivesTheTenLargest() throws SQLException {
        try (Connection connection = postgres.connect()) {
            Rows.createSharedTable(connection, LITTLE);

            assertThat(answer(row("order-by-limit").on(connection)))
                    .isEqualTo("985 99984\n543 99891\n101 99798\n644 99686\n202 99593\n"
                            + "745 99481\n303 99388\n846 99276\n404 99183\n947 99071");
        }
    }

    @Test
    void everyRowComputesTheSameAgain() throws SQLException {
        try (Connection connection = postgres.connect()) {
            Rows.createSharedTable(connection, LITTLE);
            for (Row row : Rows.of(LITTLE)) {
                Trial trial = row.on(connection);

                String first = answer(trial);

                assertThat(answer(trial)).as(row.name()).isEqualTo(first);
            }
        }
    }

    @Test
    void theSettingsOfAServerDifferFromItsOwnInNothing() throws SQLException {
        try (Connection one = postgres.connect();
                Connection other = postgres.connect()) {
            assertThat(Settings.difference(one, other))
                    .contains("fsync = off\n")
                    .doesNotContain("fsync = off /");
        }
    }

    @Test
    void theGeometricMeanIsOverSevenRows() {
        assertThat(Rows.of(LITTLE))
                .filteredOn(Row::computing)
                .extracting(Row::name)
                .containsExactly(
                        "aggregates", "group-by", "order-by-limit", "join", "generate-series", "regex", "jsonb");
    }

    private static String answer(Trial trial) throws SQLException {
        trial.setUp();
        trial.reset();
        return trial.work() + trial.proof();
    }

    private static List<Row> rowsWithOneLine() {
        return Rows.of(LITTLE).stream()
                .filter(row -> !List.of("group-by", "order-by-limit").contains(row.name()))
                .toList();
    }

    private static Row row(String name) {
        return Rows.of(LITTLE).stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
