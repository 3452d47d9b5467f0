package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class VectorTest {
    private static final int SESSIONS = 4;
    private static final int SEARCHES = 25;

    /** Points of a grid, so that every one's nearest neighbour is itself. */
    private static final String ITEMS = """
            create table items (id int primary key, place vector(3) not null);
            insert into items select n, ('[' || n % 10 || ',' || n / 10 % 10 || ',' || n / 100 || ']')::vector
            from generate_series(0, 999) n
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index on items using hnsw (place vector_l2_ops)",
                "create index on items using ivfflat (place vector_l2_ops) with (lists = 8)"
            })
    void severalSessionsSearchAndChangeAnIndexAtOnce(String index) throws Exception {
        try (PGlite database = PGlite.builder()
                .extension("vector")
                .initSql(ITEMS)
                .initSql(index)
                .open()) {
            ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
            try {
                List<Callable<Integer>> searches = new ArrayList<>();
                for (int i = 0; i < SESSIONS; i++) {
                    int first = i;
                    searches.add(() -> search(database, first));
                }
                for (Future<Integer> found : threads.invokeAll(searches, 100, TimeUnit.SECONDS)) {
                    assertThat(found.get()).isEqualTo(SEARCHES);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** How many points were found to be nearest to themselves, by the index. */
    private static int search(PGlite database, int first) throws SQLException {
        int found = 0;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set enable_seqscan = off; set ivfflat.probes = 8");
            String plan = value(statement, "explain select id from items order by place <-> '[1,2,3]' limit 1");
            assertThat(plan).contains("Limit");
            for (int i = 0; i < SEARCHES; i++) {
                int id = 10 * (SESSIONS * i + first) % 1000;
                statement.execute(
                        "insert into items values (" + (1000 + SESSIONS * i + first) + ", '[50,50," + i + "]')");
                String nearest = value(
                        statement,
                        "select id from items order by place <-> (select place from items where id = " + id
                                + ") limit 1");
                if (nearest.equals(Integer.toString(id))) found++;
            }
        }
        return found;
    }

    private static String value(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void theIndexIsUsed() throws SQLException {
        try (PGlite database = PGlite.builder()
                        .extension("vector")
                        .initSql(ITEMS)
                        .initSql("create index nearest on items using hnsw (place vector_cosine_ops)")
                        .open();
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set enable_seqscan = off");
            try (ResultSet plan = statement.executeQuery(
                    "explain (format json) select id from items order by place <=> '[1,2,3]' limit 5")) {
                plan.next();
                assertThat(plan.getString(1)).contains("nearest");
            }
            assertThat(value(statement, "select '[1,2,3]'::vector <-> '[1,2,5]'::vector"))
                    .isEqualTo("2");
            assertThat(value(statement, "select '[1,2]'::halfvec(2) <#> '[3,4]'"))
                    .isEqualTo("-11");
            assertThat(value(statement, "select '{1:1,3:2}/5'::sparsevec")).isEqualTo("{1:1,3:2}/5");
        }
    }
}
