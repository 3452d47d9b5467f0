package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups are whole, or not there. */
@Timeout(180)
final class BackupTest {
    private static final int PLENTY = 100_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.tar", "backup.tar.gz"})
    void aBackupTakenWhileSessionsWorkHasAllThatWasAcknowledgedBefore(String name) throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path acknowledged = Files.createDirectory(directory.resolve("acknowledged"));
        Path before = Files.createDirectory(directory.resolve("before"));
        Path backup = directory.resolve("backups").resolve(name);
        MadeDirectory.copyTo(data);

        try (PGlite database = Victim.open(data)) {
            try (ScriptedClient client = ScriptedClient.connect(database)) {
                Bank.make(client);
            }
            try (Victim clerks = Victim.work(database, acknowledged, 1)) {
                clerks.awaitTransfers(5);
                MadeDirectory.copy(acknowledged, before);
                database.backup(backup);
                clerks.awaitTransfers(5);
            }
        }

        Path restored = directory.resolve("restored");
        PGlite.restore(backup, restored);
        try (PGlite copy = Victim.open(restored);
                ScriptedClient client = ScriptedClient.connect(copy)) {
            Bank.checkAtLeast(client, before);
            Amcheck.check(client);
        }
        assertThat(PageChecksums.wrong(restored)).isEmpty();
        assertThat(directory.resolve("backups")).isDirectoryContaining(file -> file.equals(backup));
        assertThat(names(directory.resolve("backups"))).containsExactly(name);
    }

    @Test
    void aDatabaseInMemoryIsBackedUpIntoADirectoryThatCanBeOpened() {
        Path backup = directory.resolve("backup");
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table t as select n from generate_series(1, 1000) n");
            client.rows("create database other");

            database.backup(backup);

            client.rows("insert into t values (1001)");
            assertThat(client.value("select count(*) from pg_replication_slots"))
                    .isEqualTo("0");
        }

        try (PGlite opened = PGlite.open(backup);
                ScriptedClient client = ScriptedClient.connect(opened)) {
            assertThat(client.value("select count(*) from t")).isEqualTo("1000");
            assertThat(client.value("select count(*) from pg_database where datname = 'other'"))
                    .isEqualTo("1");
            Amcheck.check(client);
        }
    }

    @Test
    void whatIsAtTheTargetAlreadyIsLeftAsItIs() throws IOException {
        Path target = Files.writeString(directory.resolve("backup.tar"), "precious");
        try (PGlite database = PGlite.inMemory()) {

            assertThatThrownBy(() -> database.backup(target))
                    .isInstanceOf(PGliteException.class)
                    .hasMessage(target + " exists already; choose another name, or delete it");
        }

        assertThat(target).hasContent("precious");
        assertThat(names(directory)).containsExactly("backup.tar");
    }

    @Test
    void aDatabaseIsNotBackedUpIntoItself() throws IOException {
        MadeDirectory.copyTo(directory);
        try (PGlite database = PGlite.open(directory)) {

            assertThatThrownBy(() -> database.backup(directory.resolve("backup")))
                    .hasMessageContaining("which is in the database's own directory");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.tar", "backup.tar.gz"})
    void aFullDiskFailsTheBackupAndNothingElse(String name) throws IOException {
        Configuration small =
                Configuration.unix().toBuilder().setMaxSize(3 << 20).build();
        try (FileSystem disk = Jimfs.newFileSystem(small);
                PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table t as select n, md5(n::text) from generate_series(1, " + PLENTY + ") n");
            Path target = disk.getPath("/backups/" + name);

            assertThatThrownBy(() -> database.backup(target))
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("cannot back up into " + target)
                    .hasMessageContaining("out of disk space");

            assertThat(names(disk.getPath("/backups"))).isEmpty();
            assertThat(client.value("select count(*) from t")).isEqualTo(Integer.toString(PLENTY));
            assertThat(client.value("select count(*) from pg_replication_slots"))
                    .isEqualTo("0");
            database.backup(directory.resolve(name));
        }
    }

    @Test
    void aBackupThatIsCutShortIsNotRestored() throws IOException {
        Path backup = directory.resolve("backup.tar");
        try (PGlite database = PGlite.inMemory()) {
            database.backup(backup);
        }
        byte[] whole = Files.readAllBytes(backup);
        Path half = Files.write(directory.resolve("half.tar"), java.util.Arrays.copyOf(whole, whole.length / 2));
        Path target = directory.resolve("target");

        assertThatThrownBy(() -> PGlite.restore(half, target))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("the archive is incomplete");

        assertThat(target).doesNotExist();
        assertThat(names(directory)).containsExactlyInAnyOrder("backup.tar", "half.tar");
    }

    @Test
    void whatIsNoBackupIsNotRestored() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        MadeDirectory.copyTo(data);
        Path target = Files.createDirectory(directory.resolve("target"));

        assertThatThrownBy(() -> PGlite.restore(data, target)).hasMessageContaining("it has no backup_label");
        assertThatThrownBy(() -> PGlite.restore(directory.resolve("none"), target))
                .hasMessage("there is no backup " + directory.resolve("none"));
        assertThatThrownBy(() -> PGlite.restore(data, data)).hasMessageContaining("is not an empty directory");

        assertThat(target).isEmptyDirectory();
    }

    /** The other JVM takes one backup after the other; what has its name when it is killed is complete. */
    @Test
    void aBackupThatAKillInterruptsIsNotTakenForOne() throws Exception {
        do {
            killOneThatBacksUp();
        } while (unfinished(directory).isEmpty());

        Path unfinished = unfinished(directory).get(0);
        assertThatThrownBy(() -> PGlite.open(unfinished)).hasMessageContaining("that was interrupted; delete it");
        assertThatThrownBy(() -> PGlite.restore(unfinished, directory.resolve("target")))
                .hasMessageContaining("a backup that was interrupted");
        Path finished = directory.resolve("backup1");
        try (PGlite opened = PGlite.open(finished);
                ScriptedClient client = ScriptedClient.connect(opened)) {
            assertThat(client.value("select count(*) from t")).isEqualTo(Integer.toString(PLENTY));
        }
    }

    private void killOneThatBacksUp() throws Exception {
        Process other = BackingUpChild.start(directory);
        try {
            Eventually.eventually(
                    "a backup that is being made",
                    () -> Files.exists(directory.resolve("backup1"))
                            && unfinished(directory).stream()
                                    .anyMatch(path -> Files.exists(path.resolve("PG_VERSION"))));
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    private static List<Path> unfinished(Path directory) {
        try {
            return names(directory).stream()
                    .filter(name -> name.contains("unfinished"))
                    .map(directory::resolve)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aBackupThatPostgresRefusesFailsWithItsMessageAndLeavesNothing() throws IOException {
        Path backups = Files.createDirectory(directory.resolve("backups"));
        try (PGlite database = PGlite.builder()
                .setting("wal_level", "minimal")
                .setting("max_wal_senders", "0")
                .open()) {
            assertThatThrownBy(() -> database.backup(backups.resolve("backup.tar")))
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("cannot back up the database: FATAL: ")
                    .hasMessageContaining("max_wal_senders");
        }

        assertThat(backups).isEmptyDirectory();
    }
}
