package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** pg_textsearch: its index, its ranking by BM25, its errors. */
@Timeout(120)
final class TextSearchTest {
    private static final String DOCUMENTS = """
            create table documents (id int primary key, content text not null);
            insert into documents values
            (1, 'PostgreSQL is a powerful database system'),
            (2, 'BM25 is an effective ranking function'),
            (3, 'Full text search with custom scoring'),
            (4, 'A database of databases, and a database beside'),
            (5, 'Search engines rank documents')
            """;
    private static final String INDEX =
            "create index docs on documents using bm25 (content) with (text_config = 'english')";

    private static PGlite open() {
        return PGlite.builder()
                .extension("pg_textsearch")
                .initSql(DOCUMENTS)
                .initSql(INDEX)
                .open();
    }

    @Test
    void documentsComeInTheOrderOfTheirRank() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("set enable_seqscan = off");
            String query = "select id from documents order by content <@> to_bm25query('%s', 'docs') limit %d";

            assertThat(Sql.column(sql, query.formatted("databases", 2))).containsExactly("4", "1");
            assertThat(Sql.column(sql, query.formatted("ranking search", 3))).contains("5", "2", "3");
            assertThat(String.join("\n", Sql.column(sql, "explain " + query.formatted("databases", 2))))
                    .contains("Index Scan using docs");
        }
    }

    /** Two of five documents have the word; that of five words has it once. */
    @Test
    void aRankIsThatOfTheFormula() throws SQLException {
        try (PGlite database = PGlite.builder()
                        .extension("pg_textsearch")
                        .initSql("create table notes (id int primary key, content text)")
                        .initSql(
                                "insert into notes values (1, 'red green blue'), (2, 'red red'), (3, 'white black grey'),"
                                        + " (4, 'white grey'), (5, 'blue black green white')")
                        .initSql("create index notes_rank on notes using bm25 (content)"
                                + " with (text_config = 'simple', k1 = 1.2, b = 0.75)")
                        .open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            for (int id = 1; id <= 2; id++) {
                String rank = Sql.value(
                        sql, "select content <@> to_bm25query('red', 'notes_rank') from notes where id = " + id);

                double length = id == 1 ? 3 : 2;
                double average = 14.0 / 5;
                double inverseFrequency = Math.log(1 + (5 - 2 + 0.5) / (2 + 0.5));
                double weight = id * 2.2 / (id + 1.2 * (1 - 0.75 + 0.75 * length / average));
                assertThat(-Double.parseDouble(rank)).isCloseTo(inverseFrequency * weight, within(1e-4));
            }
        }
    }

    @Test
    void changesAreFoundAtOnceAndAfterTheirSegmentIsWritten() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("set enable_seqscan = off");
            String query = "select id from documents where content <@> to_bm25query('zebra', 'docs') < 0"
                    + " order by content <@> to_bm25query('zebra', 'docs')";
            assertThat(Sql.column(sql, query)).isEmpty();

            sql.execute(
                    "insert into documents select n, 'animal ' || n || case when n % 50 = 0 then ' zebra' else '' end"
                            + " from generate_series(10, 500) n");
            assertThat(Sql.column(sql, query)).hasSize(10);
            Sql.column(sql, "select bm25_spill_index('docs')");
            assertThat(Sql.column(sql, query)).hasSize(10);
            sql.execute("delete from documents where id = 50");
            assertThat(Sql.column(sql, query)).hasSize(9).doesNotContain("50");
        }
    }

    @Test
    void whatIsWrongIsNamed() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            assertThatThrownBy(() -> sql.execute("create index on documents using bm25 (content)"))
                    .hasMessageContaining("text_config");
            assertThatThrownBy(() -> sql.execute("select 'a' <@> to_bm25query('a', 'none')"))
                    .hasMessageContaining("none");
        }
    }

    @Test
    void withoutPreloadingTheExtensionSaysWhatItNeeds() throws SQLException {
        try (PGlite database = PGlite.inMemory();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            assertThatThrownBy(() -> sql.execute("create extension pg_textsearch"))
                    .hasMessageContaining("shared_preload_libraries");
        }
    }
}
