package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tablespaces in the data directory go wherever the data go. */
@Timeout(180)
abstract class TablespacesContract {
    /** Of a tablespace in a database in the directory {@code data}, or in memory if that is null. */
    abstract String location(@Nullable Path data) throws IOException;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path place;

    @SuppressWarnings("NullAway.Init")
    private PGlite database;

    @BeforeEach
    void open() throws IOException {
        MadeDirectory.copyTo(Files.createDirectory(place.resolve("data")));
        database = PGlite.open(place.resolve("data"));
        fill(database, location(place.resolve("data")));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static void fill(PGlite database, String location) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.query("set allow_in_place_tablespaces = on");
            client.query("create tablespace ts location '" + location + "'");
            client.query("create table item (id int primary key using index tablespace ts, text text) tablespace ts");
            client.query("insert into item select i, 'text' from generate_series(1, 1000) i");
        }
    }

    private static void assertIsWhole(PGlite database) {
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select sum(id) from item where text = 'text'"))
                    .isEqualTo("500500");
            assertThat(client.value("select text from item where id = 77")).isEqualTo("text");
            client.query("insert into item values (0, 'more')");
            client.query("delete from item where id = 0");
            client.query("create table other tablespace ts as select 1 as a");
            client.query("drop table other");
        }
    }

    @Test
    void theyAreThereAfterARestart() {
        database.close();

        database = PGlite.open(place.resolve("data"));

        assertIsWhole(database);
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            client.query("drop table item");
            client.query("drop tablespace ts");
            assertThat(client.value("select count(*) from pg_tablespace")).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyAreInForksAndSavedSnapshots(boolean inMemory) throws IOException {
        if (inMemory) {
            database.close();
            database = PGlite.inMemory();
            fill(database, location(null));
        }
        Path file = place.resolve("saved");
        try (PGlite fork = database.fork()) {
            assertIsWhole(fork);
        }
        try (Snapshot snapshot = database.snapshot()) {
            snapshot.save(file);
        }
        try (Snapshot snapshot = Snapshot.load(file);
                PGlite copy = snapshot.open()) {
            assertIsWhole(copy);
        }
        assertIsWhole(database);
    }

    @Test
    void aBackupInADirectoryCanBeOpened() {
        database.backup(place.resolve("backup"));

        try (PGlite opened = PGlite.open(place.resolve("backup"))) {
            assertIsWhole(opened);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.tar", "backup.tgz"})
    void theyAreInBackups(String name) {
        database.backup(place.resolve(name));
        PGlite.restore(place.resolve(name), place.resolve("restored"));

        try (PGlite restored = PGlite.open(place.resolve("restored"))) {
            assertIsWhole(restored);
        }
    }
}
