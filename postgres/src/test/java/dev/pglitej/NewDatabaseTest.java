package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.Durability;
import dev.pglitej.api.LocaleProvider;
import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the builder makes of new databases, and what it refuses. */
@Timeout(180)
final class NewDatabaseTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void initialSqlRunsOnceInOrderInOneSession() throws IOException {
        Path script = Files.writeString(directory.resolve("a.sql"), "insert into t values (3);\nset my.x = 'kept';");
        Path data = directory.resolve("data");
        PGlite.Builder builder = PGlite.builder()
                .directory(data)
                .initSql("create table t (n int); insert into t values (1), (2)")
                .initScript(script)
                .initSql("insert into t values (length(current_setting('my.x')))");

        for (int i = 0; i < 2; i++) {
            try (PGlite database = builder.open();
                    ScriptedClient client = ScriptedClient.connect(database)) {
                assertThat(client.value("select string_agg(n::text, ' ') from t"))
                        .isEqualTo("1 2 3 4");
            }
        }
    }

    @Test
    void aScriptThatFailsIsNamedWithItsStatementAndLeavesNoDatabase() throws IOException {
        Path script = Files.writeString(
                directory.resolve("broken.sql"), "create table a (n int);\ncreate table b (n integr);\nselect 1");
        Path data = directory.resolve("data");

        assertThatThrownBy(() ->
                        PGlite.builder().directory(data).initScript(script).open())
                .isInstanceOf(PGliteException.class)
                .hasMessage(script + ", line 2 (create table b (n integr)): ERROR: type \"integr\" does not exist"
                        + " (SQLSTATE 42704)");

        assertThat(data).isDirectoryNotContaining(file -> !file.endsWith("pglitej.lock"));
        try (PGlite database = PGlite.open(data);
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select count(*) from pg_class where relname = 'a'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aScriptThatWantsDataOrEndsItsOwnSessionFails() {
        assertThatThrownBy(() -> PGlite.builder()
                        .initSql("create table t (n int); copy t from stdin")
                        .open())
                .hasMessageContaining("initial SQL, line 1 (copy t from stdin)")
                .hasMessageContaining("there are no data for COPY FROM STDIN here");
        assertThatThrownBy(() -> PGlite.builder()
                        .initSql("select pg_terminate_backend(pg_backend_pid()); select 2")
                        .open())
                .hasMessageContaining("SQLSTATE 57P01");
    }

    @Test
    void aScriptOfADatabaseRunsStatementByStatementAndKeepsWhatCameBeforeAFailure() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            database.runScript("a.sql", "create table t (n int);\nvacuum t;\ninsert into t values (1);");
            assertThatThrownBy(() -> database.runScript(
                            "b.sql", "insert into t values (2);\nbegin;\ninsert into t values (3);\nselect 1/0;"))
                    .isInstanceOf(PGliteException.class)
                    .hasMessage("b.sql, line 4 (select 1/0): ERROR: division by zero (SQLSTATE 22012)");

            assertThat(client.value("select string_agg(n::text, ' ') from t")).isEqualTo("1 2");
        }
    }

    @Test
    void aScriptOfAClosedDatabaseIsRefused() {
        PGlite database = PGlite.inMemory();
        database.close();

        assertThatThrownBy(() -> database.runScript("a.sql", "select 1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aScriptThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.sql");

        assertThatThrownBy(() -> PGlite.builder().initScript(missing).open())
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("cannot read the initial script " + missing);
    }

    @Test
    void encodingAndLocaleAreThoseOfInitdb() {
        try (PGlite database =
                        PGlite.builder().encoding("SQL_ASCII").locale("C").open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("show server_encoding")).isEqualTo("SQL_ASCII");
            assertThat(client.value("select datcollate from pg_database where datname = 'postgres'"))
                    .isEqualTo("C");
        }
    }

    @Test
    void aNewDatabaseMayHaveAnotherEncodingThanItsClients() {
        try (PGlite database = PGlite.builder()
                        .encoding("LATIN1")
                        .locale("C")
                        .initSql("create table t as select 'é' as s")
                        .open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("show server_encoding")).isEqualTo("LATIN1");
            assertThat(client.value("select s || octet_length(s) from t")).isEqualTo("é1");
        }
    }

    @Test
    void theBuiltinProviderSortsByCodePointAndKnowsLetters() {
        try (PGlite database = PGlite.builder()
                        .locale(LocaleProvider.BUILTIN, "PG_UNICODE_FAST")
                        .open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select upper('straße')")).isEqualTo("STRASSE");
        }
    }

    @Test
    void icuSortsAsUnicodeDoes() {
        try (PGlite database =
                        PGlite.builder().locale(LocaleProvider.ICU, "und").open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select string_agg(w, '' order by w) from unnest('{z,ä,a,B}'::text[]) w"))
                    .isEqualTo("aäBz");
        }
    }

    @Test
    void icuCollationsAreThereForSingleExpressionsToo() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(
                            client.value(
                                    "select string_agg(w, '' order by w collate \"und-x-icu\") from unnest('{z,ä,a,B}'::text[]) w"))
                    .isEqualTo("aäBz");
        }
    }

    @Test
    void whatPostgresDoesNotKnowItRefusesInItsOwnWords() {
        assertThatThrownBy(
                        () -> PGlite.builder().setting("no_such_setting", "1").open())
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
        assertThatThrownBy(() -> PGlite.builder().setting("work_mem", "much").open())
                .hasMessageContaining("invalid value for parameter \"work_mem\": \"much\"");
        assertThatThrownBy(() -> PGlite.builder()
                        .locale(LocaleProvider.BUILTIN, "Klingon")
                        .open())
                .hasMessageContaining("Klingon");
    }

    @Test
    void aSettingThatIsRefusedLeavesNoDirectoryBehind() {
        Path data = directory.resolve("data");

        assertThatThrownBy(() -> PGlite.builder()
                        .directory(data)
                        .setting("no_such_setting", "1")
                        .open())
                .isInstanceOf(PGliteException.class);

        assertThat(data).isDirectoryNotContaining(file -> !file.endsWith("pglitej.lock"));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> PGlite.builder().durability(Durability.NONE).open())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a database in memory has no durability");
        assertThatThrownBy(() -> PGlite.builder().encoding("SJIS"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "the encoding is SJIS, but a database can only have one of UTF8, SQL_ASCII, EUC_CN");
    }

    @Test
    void anExtensionIsThereFromTheBeginningWithThoseThatItNeeds() {
        try (PGlite database = PGlite.builder()
                        .extensions("earthdistance", "pg_trgm")
                        .initSql("create table t as select similarity('word', 'word') s")
                        .open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.rows("select extname from pg_extension order by 1"))
                    .isEqualTo(
                            List.of(List.of("cube"), List.of("earthdistance"), List.of("pg_trgm"), List.of("plpgsql")));
        }
    }

    @Test
    void anExtensionThatIsNotThereIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> PGlite.builder().extension("vector").open())
                .isInstanceOf(PGliteException.class)
                .hasMessage(
                        "extension vector is not on the class path; add the dependency dev.pglitej:pglitej-pgvector");
        assertThatThrownBy(() -> PGlite.builder().extension("pgtrgm").open())
                .hasMessageStartingWith("there is no extension pgtrgm; known are age, amcheck, autoinc, ")
                .hasMessageContaining("pg_trgm");
        assertThatThrownBy(() -> PGlite.builder().extension("auto_explain").open())
                .hasMessageContaining("not an extension but a library");
    }
}
