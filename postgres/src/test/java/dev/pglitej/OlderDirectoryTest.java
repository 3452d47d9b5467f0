package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data directory that another build has left in a crash, as one of the minor release before this one may be. {@code pglitej.older} names
 * one, which {@code bin/upgrade-pglite} has made before it moves to another PGlite; otherwise this build makes it.
 */
@Timeout(60)
class OlderDirectoryTest {
    @TempDir
    private Path temporary = Path.of("");

    private Path directory = Path.of("");

    @BeforeEach
    void make() throws Exception {
        directory = temporary.resolve("data");
        String older = System.getProperty("pglitej.older", "");
        if (older.isEmpty()) {
            assertThat(ChildJvm.run("", List.of(), CrashedDirectory.class, directory.toString()))
                    .last()
                    .isEqualTo("status 9");
        } else {
            MadeDirectory.copy(Path.of(older), Files.createDirectory(directory));
        }
    }

    /** What the command keeps for the next build, where {@code pglitej.older.keep} says. */
    @Test
    void itCanBeKeptForTheNextBuild() throws Exception {
        Path kept = Path.of(System.getProperty(
                "pglitej.older.keep", temporary.resolve("kept").toString()));

        MadeDirectory.copy(directory, Files.createDirectories(kept));

        assertThat(kept.resolve("global/pg_control")).exists();
    }

    @Test
    void itIsRecoveredAndNothingIsLostOrDamaged() {
        try (PGlite database = PGlite.open(directory);
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.rows("select count(*), sum(id), max(name), sum(length(padding)) from item"))
                    .containsExactly(List.of("1090", "594595", "late 99", "19200"));
            assertThat(client.rows("select word from word order by word"))
                    .containsExactly(List.of("Alpha"), List.of("Beta"));
            assertThat(client.value("select count(*) || ' ' || max(i) from later"))
                    .isEqualTo("50 50");
            assertThat(client.value("select double(count(*)::int) from cheap")).isEqualTo("58");
            Amcheck.check(client);
        }
    }

    @Test
    void itsIndexesOfAllKindsAreReadAndWritten() {
        try (PGlite database = PGlite.open(directory);
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.query("set enable_seqscan = off");

            assertThat(client.value("select count(*) from item where name = 'item 7'"))
                    .isEqualTo("1");
            assertThat(client.value("select count(*) from item where document @> '{\"n\": 70}'"))
                    .isEqualTo("1");
            assertThat(client.value("select count(*) from item where price = 100"))
                    .isEqualTo("1");
            assertThat(client.value("select count(*) from item where id between 20 and 29"))
                    .isEqualTo("10");
            assertThat(client.value("select count(*) from place where at <@ box '(1,-1),(10,-10)'"))
                    .isEqualTo("10");
            assertThat(client.value("select count(*) from place where area @> 100"))
                    .isEqualTo("5");
            assertThat(
                            client.value(
                                    "insert into word values ('alpha') on conflict (word) do update set word = 'ALPHA' returning word"))
                    .isEqualTo("ALPHA");
            client.query("insert into item (name, price, document) values ('new', 100, '{\"n\": 70}')");
            client.query("reindex database");
            assertThat(client.value("select count(*) from item where price = 100 or document @> '{\"n\": 70}'"))
                    .isEqualTo("3");
            Amcheck.check(client);
        }
    }

    @Test
    void itsBackupIsRestoredAndItsCopiesOpen() throws IOException {
        Path backup = temporary.resolve("backup.tar");
        Path restored = temporary.resolve("restored");
        try (PGlite database = PGlite.open(directory)) {
            database.backup(backup);
            try (PGlite fork = database.fork();
                    ScriptedClient client = ScriptedClient.connect(fork)) {
                assertThat(client.value("select count(*) from item")).isEqualTo("1090");
            }
        }

        PGlite.restore(backup, restored);

        try (PGlite database = PGlite.open(restored);
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("select count(*) from item")).isEqualTo("1090");
        }
    }
}
