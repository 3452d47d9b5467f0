package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many of the nearest neighbours pgvector's approximate indexes find, beside an exact search. */
@Timeout(600)
final class VectorRecallTest {
    private static final int QUERIES = 40;
    private static final int NEIGHBOURS = 10;

    @Test
    void fewVectorsAreFoundByBothIndexes() throws SQLException {
        assertRecall(2_000, 32);
    }

    @Test
    @Tag("long")
    void manyVectorsAreFoundByBothIndexes() throws SQLException {
        assertRecall(100_000, 128);
    }

    private static void assertRecall(int rows, int dimensions) throws SQLException {
        try (PGlite database = PGlite.builder().extension("vector").open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            fill(sql, rows, dimensions);
            List<List<String>> exact = neighbours(sql);
            sql.execute("set enable_seqscan = off");

            sql.execute("create index near on items using hnsw (place vector_l2_ops)");
            sql.execute("set hnsw.ef_search = 400");
            assertUsed(sql);
            assertThat(recall(exact, neighbours(sql))).as("HNSW").isGreaterThan(0.9);

            sql.execute("drop index near");
            sql.execute("create index near on items using ivfflat (place vector_l2_ops) with (lists = 20)");
            sql.execute("set ivfflat.probes = 15");
            assertUsed(sql);
            assertThat(recall(exact, neighbours(sql))).as("IVFFlat").isGreaterThan(0.9);

            sql.execute("set ivfflat.probes = 20");
            assertThat(recall(exact, neighbours(sql))).as("all lists").isGreaterThan(0.999);
        }
    }

    /** Vectors around 50 centres, as those of texts are. */
    private static void fill(Statement sql, int rows, int dimensions) throws SQLException {
        sql.execute("set maintenance_work_mem = '512MB'");
        sql.execute("set max_parallel_workers_per_gather = 0");
        sql.execute("select setseed(0.25)");
        sql.execute("create table centres as select c id, array_agg(random()) at from generate_series(0, 49) c,"
                + " generate_series(1, " + dimensions + ") d group by c order by c");
        sql.execute("create table items (id int, place vector(" + dimensions + "))");
        sql.execute("insert into items select n, (select array_agg(a + random() / 2) from unnest(at) a)::vector from"
                + " generate_series(1, " + rows + ") n join centres on id = n % 50");
        sql.execute("create table queries as select row_number() over () n, place from items where id % 7 = 3 limit "
                + QUERIES);
    }

    private static void assertUsed(Statement sql) throws SQLException {
        assertThat(String.join(
                        "\n",
                        Sql.column(
                                sql,
                                "explain select id from items order by place <-> (select place from queries limit 1)"
                                        + " limit 10")))
                .contains("using near");
    }

    /** The nearest neighbours of each query. */
    private static List<List<String>> neighbours(Statement sql) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        for (int query = 1; query <= QUERIES; query++) {
            all.add(Sql.column(
                    sql,
                    "select id from items order by place <-> (select place from queries where n = " + query + ") limit "
                            + NEIGHBOURS));
        }
        return all;
    }

    private static double recall(List<List<String>> exact, List<List<String>> found) {
        int common = 0;
        for (int query = 0; query < QUERIES; query++) {
            for (String neighbour : exact.get(query)) {
                if (found.get(query).contains(neighbour)) common++;
            }
        }
        return (double) common / (QUERIES * NEIGHBOURS);
    }
}
