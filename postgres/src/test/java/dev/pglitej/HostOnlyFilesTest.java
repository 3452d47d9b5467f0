package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a superuser can do to the files that the host keeps in a data directory: nothing. */
@Timeout(120)
final class HostOnlyFilesTest {
    private static final List<String> NAMES = List.of("pglitej.lock", "pglitej.initializing", "pglitej.unfinished");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path place;

    @SuppressWarnings("NullAway.Init")
    private Path data;

    @SuppressWarnings("NullAway.Init")
    private PGlite database;

    @BeforeEach
    void open() throws IOException {
        data = Files.createDirectory(place.resolve("data"));
        MadeDirectory.copyTo(data);
        database = PGlite.open(data);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Another JVM that says whether it could open the directory that it is told. */
    public static void main(String[] arguments) {
        try (PGlite second = PGlite.open(Path.of(arguments[0]))) {
            System.out.println("opened " + second.statistics().sessions());
        } catch (PGliteException e) {
            System.out.println(e.getMessage());
        }
    }

    private String answerOfAnotherProcess() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostOnlyFilesTest.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static ErrorFields error(ScriptedClient client, String sql) {
        client.send(new Query(sql));
        ErrorFields error = client.receiveError();
        client.receiveUntilReady();
        return error;
    }

    @Test
    void aSecondProcessIsRefusedWhateverReadTheLockFile() throws IOException {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            error(client, "select pg_read_file('pglitej.lock')");
            error(client, "select pg_read_binary_file('/pglite/data/./base/../pglitej.lock')");
            error(client, "select lo_import('/pglite/data/pglitej.lock')");
        }
        assertThat(Files.readString(data.resolve("pglitej.lock")))
                .isEqualTo(Long.toString(ProcessHandle.current().pid()));

        assertThat(answerOfAnotherProcess())
                .contains("is in use by pid " + ProcessHandle.current().pid());
    }

    @Test
    void noFunctionOfPostgresSeesThem() {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.query("create table line (text text)");
            assertThat(client.value("select count(*) from pg_ls_dir('.') name where name like 'pglitej%'"))
                    .isEqualTo("0");
            for (String name : NAMES) {
                assertThat(client.value("select pg_read_file('" + name + "', true) is null"))
                        .isEqualTo("t");
                assertThat(client.value("select (pg_stat_file('" + name + "', true)).size is null"))
                        .isEqualTo("t");
                assertThat(error(client, "select pg_read_file('" + name + "')").sqlState())
                        .isEqualTo("58P01");
                assertThat(error(client, "copy line from '/pglite/data/" + name + "'")
                                .sqlState())
                        .isEqualTo("58P01");
                assertThat(error(client, "select pg_ls_dir('" + name + "')").sqlState())
                        .isEqualTo("58P01");
            }
        }
    }

    @Test
    void noFunctionOfPostgresMakesThem() throws IOException {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.query("create table t as select 1 as a");
            String object = client.value("select lo_from_bytea(0, 'x')");
            for (String name : NAMES) {
                String path = "/pglite/data/" + name;
                assertThat(error(client, "copy (select 1) to '" + path + "'").sqlState())
                        .isEqualTo("42501");
                assertThat(error(client, "select lo_export(" + object + ", '" + path + "')")
                                .sqlState())
                        .isEqualTo("42501");
            }
        }
        database.close();
        for (String name : NAMES.subList(1, NAMES.size())) {
            assertThat(data.resolve(name)).doesNotExist();
        }

        database = PGlite.open(data);
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select a from t")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "18", "42"})
    void aMarkOfAnUnfinishedDatabaseDoesNotClearAFinishedOne(String contents) throws IOException {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.query("create table t as select 1 as a");
        }
        database.close();
        Files.writeString(data.resolve("pglitej.initializing"), contents);

        database = PGlite.open(data);

        try (ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select a from t")).isEqualTo("1");
        }
        assertThat(data.resolve("pglitej.initializing")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.tar"})
    void aBackupOfADatabaseInMemoryHasNoMarksThatASuperuserMade(String name) {
        try (PGlite memory = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(memory)) {
            client.query("create table t as select 1 as a");
            for (String mark : NAMES) client.query("copy (select 1) to '/pglite/data/" + mark + "'");
            memory.backup(place.resolve(name));
        }
        PGlite.restore(place.resolve(name), place.resolve("restored"));

        try (PGlite restored = PGlite.open(place.resolve("restored"));
                ScriptedClient client = ScriptedClient.connect(restored)) {
            assertThat(client.value("select a from t")).isEqualTo("1");
        }
    }

    @Test
    void nobodyBacksUpIntoTheOwnDirectoryByAnyName() throws IOException {
        Path alias = Files.createSymbolicLink(place.resolve("alias"), data);

        for (Path target : List.of(alias.resolve("a"), data.resolve("base/b/c"), place.resolve("x/../data/d.tar"))) {
            assertThatThrownBy(() -> database.backup(target))
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("which is in the database's own directory");
        }

        assertThat(data).isDirectoryNotContaining(file -> file.toString().contains("unfinished"));
    }

    @Test
    void aDamagedControlFileDoesNotMakeADirectoryNew() throws IOException {
        database.close();
        Files.createFile(data.resolve("pglitej.initializing"));
        Files.write(data.resolve("global/pg_control"), new byte[0]);

        assertThatThrownBy(() -> PGlite.open(data))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("its file global/pg_control is missing or empty");

        assertThat(data.resolve("PG_VERSION")).exists();
    }
}
