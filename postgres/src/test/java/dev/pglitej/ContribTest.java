package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.BackendMessage.NoticeResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each module of PostgreSQL's contrib that PGlite publishes is created and does something. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContribTest {
    private final PGlite database =
            PGlite.builder().extension("pg_stat_statements").open();

    private final ScriptedClient client = ScriptedClient.connect(database);

    @BeforeAll
    void makeSomething() {
        client.rows("create table numbers as select n, n::text as t from generate_series(1, 1000) n");
        client.rows("create index numbers_n on numbers (n)");
        client.rows("create table lots (data oid)");
    }

    @AfterAll
    void everyExtensionWasCreated() {
        assertThat(client.rows("select name from pg_available_extensions where installed_version is null"))
                .isEmpty();
        client.close();
        database.close();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "contrib.csv", delimiter = '|', quoteCharacter = '`')
    void anExtensionIsCreatedAndWorks(String extension, String sql, String expected) {
        client.rows("create extension if not exists \"" + extension + "\" cascade");

        List<DataRow> rows = rowsOf(sql);

        assertThat(rows.get(rows.size() - 1).values().get(0).text()).isEqualTo(expected);
    }

    /** Statements one after the other, as some of them do not go into one transaction; the rows of the last that has any. */
    private List<DataRow> rowsOf(String statements) {
        List<DataRow> last = List.of();
        for (String sql : statements.split("; ", -1)) {
            List<BackendMessage> answers = client.query(sql);
            assertThat(ScriptedClient.only(answers, ErrorResponse.class)).isEmpty();
            List<DataRow> rows = ScriptedClient.only(answers, DataRow.class);
            if (!rows.isEmpty()) last = rows;
        }
        return last;
    }

    /** What it inspects is made by logical decoding, which wants wal_level = logical. */
    @Test
    void pgLogicalinspectIsCreatedAndLooksForSnapshots() {
        client.rows("create extension pg_logicalinspect");

        assertThat(client.sqlStateOf("select * from pg_get_logical_snapshot_meta('0-40796E18.snap')"))
                .isEqualTo("58P01");
    }

    @Test
    void librariesWithoutSqlOfTheirOwnAreLoaded() {
        try (ScriptedClient session = ScriptedClient.connect(database)) {
            session.rows("load 'auto_explain'; set auto_explain.log_min_duration = 0; set client_min_messages = log");
            assertThat(ScriptedClient.only(session.query("select 4711"), NoticeResponse.class))
                    .anyMatch(notice -> notice.notice().message().contains("Query Text: select 4711"));

            session.rows("load 'pg_overexplain'");
            assertThat(session.rows("explain (debug) select 1").toString()).contains("Command Type: select");

            session.rows("load 'passwordcheck'");
            assertThat(session.sqlStateOf("create role weak password 'short'")).isEqualTo("22023");
        }
    }

    @Test
    void preloadedLibrariesAreThereInEverySessionAndInForks() {
        try (PGlite preloading = PGlite.builder()
                        .extension("pg_stat_statements")
                        .setting("shared_preload_libraries", "auto_explain")
                        .setting("auto_explain.log_min_duration", "0")
                        .open();
                PGlite fork = preloading.fork();
                ScriptedClient original = ScriptedClient.connect(preloading);
                ScriptedClient copy = ScriptedClient.connect(fork)) {
            for (ScriptedClient session : List.of(original, copy)) {
                assertThat(session.value("show shared_preload_libraries")).isEqualTo("auto_explain,pg_stat_statements");
                session.rows("select 1 as seen");
                assertThat(session.value("select count(*) from pg_stat_statements where query = 'select $1 as seen'"))
                        .isEqualTo("1");
                session.rows("set client_min_messages = log");
                assertThat(ScriptedClient.only(session.query("select 2"), NoticeResponse.class))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void anExtensionGoesOnWorkingAfterACloseAndAnotherOpening(@TempDir Path directory) throws IOException {
        MadeDirectory.copyTo(directory);
        for (int i = 0; i < 2; i++) {
            try (PGlite opened = PGlite.open(directory);
                    ScriptedClient session = ScriptedClient.connect(opened)) {
                session.rows("create extension if not exists hstore");
                assertThat(session.value("select 'a=>1'::hstore -> 'a'")).isEqualTo("1");
            }
        }
    }
}
