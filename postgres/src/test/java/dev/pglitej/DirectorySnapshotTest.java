package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots and forks of databases in directories, which are copies in memory. */
class DirectorySnapshotTest {
    private static final String TEMPORARY = "java.io.tmpdir";

    @TempDir
    Path place;

    private PGlite onDisk;

    @BeforeEach
    void fillADatabase() throws IOException {
        MadeDirectory.copyTo(Files.createDirectory(place.resolve("data")));
        onDisk = PGlite.open(place.resolve("data"));
        run(onDisk, "create table item as select i as id, repeat('x', 500) as padding from generate_series(1, 5000) i");
        run(onDisk, "create unlogged table note as select 'unlogged' as text");
    }

    @AfterEach
    void close() {
        onDisk.close();
    }

    private static void run(PGlite in, String sql) {
        try (ScriptedClient client = ScriptedClient.connect(in)) {
            client.query(sql);
        }
    }

    private static String count(PGlite in) {
        try (ScriptedClient client = ScriptedClient.connect(in)) {
            return client.value("select count(*) from item");
        }
    }

    @Test
    void aForkAndTheDirectoryDoNotSeeEachOther() {
        try (PGlite fork = onDisk.fork()) {
            run(fork, "delete from item where id > 100");
            run(onDisk, "delete from item where id > 200");

            assertThat(count(fork)).isEqualTo("100");
            assertThat(count(onDisk)).isEqualTo("200");
            try (ScriptedClient client = ScriptedClient.connect(fork)) {
                assertThat(client.value("select text from note")).isEqualTo("unlogged");
            }
        }
        onDisk.close();
        onDisk = PGlite.open(place.resolve("data"));
        assertThat(count(onDisk)).isEqualTo("200");
    }

    @Test
    void aSnapshotOutlivesTheDatabaseAndItsDirectoryAndCanBeSaved() throws IOException {
        Path file = place.resolve("saved");
        try (Snapshot snapshot = onDisk.snapshot()) {
            onDisk.close();
            Files.move(place.resolve("data"), place.resolve("gone"));

            snapshot.save(file);
            try (PGlite one = snapshot.open();
                    PGlite other = snapshot.open()) {
                run(one, "truncate item");
                assertThat(count(other)).isEqualTo("5000");
            }
        }
        try (Snapshot saved = Snapshot.load(file);
                PGlite copy = saved.open()) {
            assertThat(count(copy)).isEqualTo("5000");
        }
    }

    @Test
    void withSessionsConnectedItHasWhatWasCommitted() {
        try (ScriptedClient client = ScriptedClient.connect(onDisk)) {
            client.query("begin");
            client.query("delete from item");
            assertThatThrownBy(() -> onDisk.snapshot(Duration.ofMillis(300)))
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("no snapshot can be taken while transactions are open");
            client.query("rollback");

            try (PGlite fork = onDisk.fork()) {
                client.query("delete from item");
                assertThat(count(fork)).isEqualTo("5000");
            }
        }
    }

    @Test
    void aCopyKeepsNoTemporaryFile() throws IOException {
        Path temporary = Files.createDirectory(place.resolve("temporary"));
        String former = System.setProperty(TEMPORARY, temporary.toString());
        try (PGlite fork = onDisk.fork()) {
            assertThat(count(fork)).isEqualTo("5000");
            try (Stream<Path> left = Files.list(temporary)) {
                assertThat(left).isEmpty();
            }
        } finally {
            System.setProperty(TEMPORARY, former);
        }
    }

    @Test
    void whereNoTemporaryFileCanBeWrittenTheDatabaseGoesOn() {
        String former = System.setProperty(TEMPORARY, place.resolve("missing").toString());
        try {
            assertThatThrownBy(onDisk::snapshot)
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("cannot copy the database's files into a temporary file")
                    .hasMessageContaining(TEMPORARY);
        } finally {
            System.setProperty(TEMPORARY, former);
        }
        assertThat(count(onDisk)).isEqualTo("5000");
    }

    @Test
    void aDirectoryIsNeverReset() {
        try (Snapshot snapshot = onDisk.snapshot()) {
            assertThatThrownBy(() -> onDisk.resetTo(snapshot))
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("cannot be reset")
                    .hasMessageContaining(place.resolve("data").toString());
        }
        assertThat(count(onDisk)).isEqualTo("5000");
    }
}
