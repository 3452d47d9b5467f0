package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written outside of the data directory would not be kept, so PostgreSQL finds that it cannot write there. */
@Timeout(120)
final class FilesOutsideTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path place;

    @SuppressWarnings("NullAway.Init")
    private PGlite database;

    private ScriptedClient open(boolean inMemory) throws IOException {
        if (inMemory) {
            database = PGlite.inMemory();
        } else {
            MadeDirectory.copyTo(Files.createDirectory(place.resolve("data")));
            database = PGlite.open(place.resolve("data"));
        }
        return ScriptedClient.connect(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static ErrorFields error(ScriptedClient client, String sql) {
        client.send(new Query(sql));
        ErrorFields error = client.receiveError();
        client.receiveUntilReady();
        return error;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTablespaceOutsideIsRefusedWithWhatToDoInstead(boolean inMemory) throws IOException {
        try (ScriptedClient client = open(inMemory)) {
            for (String location : List.of("/tmp", "/", "/pglite", "/dev/shm", "/pglite/data/../share", "/proc")) {
                ErrorFields error = error(client, "create tablespace ts location '" + location + "'");
                assertThat(error.sqlState()).as(location).isEqualTo("42501");
                assertThat(error.message())
                        .startsWith("could not set permissions on directory \"")
                        .endsWith("\": Read-only file system");
                assertThat(error.hint()).contains("allow_in_place_tablespaces");
            }
            ErrorFields error = error(client, "create tablespace ts location '/100%/of'");
            assertThat(error.sqlState()).isEqualTo("58P01");
            assertThat(error.message()).isEqualTo("directory \"/100%/of\" does not exist");
            assertThat(error.hint()).contains("allow_in_place_tablespaces");
            assertThat(client.value("select count(*) from pg_tablespace")).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void filesOutsideCannotBeWritten(boolean inMemory) throws IOException {
        try (ScriptedClient client = open(inMemory)) {
            String object = client.value("select lo_from_bytea(0, 'x')");
            for (String path : List.of("/tmp/x", "/x", "/pglite/x", "/pglite/data/../x", "/pglite/share/x")) {
                ErrorFields copy = error(client, "copy (select 1) to '" + path + "'");
                assertThat(copy.sqlState()).as(path).isEqualTo("42501");
                assertThat(copy.message()).endsWith("for writing: Read-only file system");
                assertThat(error(client, "select lo_export(" + object + ", '" + path + "')")
                                .message())
                        .endsWith(": Read-only file system");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void filesInTheDataDirectoryAndPostgresOwnTemporaryOnesCanBeWritten(boolean inMemory) throws IOException {
        try (ScriptedClient client = open(inMemory)) {
            client.query("copy (select 1 as a) to '/pglite/data/x.csv'");
            client.query("create temporary table x (a int)");
            client.query("copy x from '/pglite/data/x.csv'");
            client.query("set work_mem = '64kB'");
            client.query("set log_temp_files = 0");

            assertThat(client.value("select a from x")).isEqualTo("1");
            assertThat(client.value(
                            "select count(*) from (select distinct md5(i::text) from generate_series(1, 20000) i"
                                    + " order by 1) s"))
                    .isEqualTo("20000");
            assertThat(client.value("select temp_files > 0 from pg_stat_database where datname = 'postgres'"
                            + " or pg_stat_force_next_flush() is null limit 1"))
                    .isNotNull();
        }
    }
}
