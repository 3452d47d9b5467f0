package dev.pglitej.internal.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.api.Durability;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is opened and what is refused, and that the latter is left as it is. */
final class DataDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void aMissingDirectoryIsMadeAndNew() {
        Path missing = directory.resolve("a/b");

        try (Storage storage = open(missing)) {
            assertThat(storage.isNew()).isTrue();
            assertThat(missing).isDirectory();
        }
    }

    @Test
    void anEmptyVolumeCountsAsEmptyDespiteItsLostAndFound() throws IOException {
        Files.createDirectory(directory.resolve("lost+found"));

        try (Storage storage = open(directory)) {
            assertThat(storage.isNew()).isTrue();
        }
    }

    @Test
    void aDataDirectoryOfThisVersionIsNotNew() throws IOException {
        SampleDirectory.fill(directory);

        try (Storage storage = open(directory)) {
            assertThat(storage.isNew()).isFalse();
        }
    }

    private static Storage open(Path path) {
        return DataDirectory.open(path, Durability.FULL, Capacity.unlimited());
    }

    private void assertRefused(String message) throws IOException {
        Map<String, String> before = SampleDirectory.facts(directory);

        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(PGliteException.class)
                .hasMessage(message);

        assertThat(SampleDirectory.facts(directory)).isEqualTo(before);
    }

    @Test
    void aForeignDirectoryIsRefused() throws IOException {
        Files.writeString(directory.resolve("letter.txt"), "dear");

        assertRefused("directory " + directory
                + " is not empty and not a PostgreSQL data directory (it has no PG_VERSION); choose an empty one");
    }

    @Test
    void aDataDirectoryOfAnotherMajorVersionIsRefused() throws IOException {
        Files.writeString(directory.resolve("PG_VERSION"), "17\n");

        assertRefused("data directory " + directory
                + " was made by PostgreSQL 17, but this is PostgreSQL 18; dump it there and restore it here");
    }

    @Test
    void aDataDirectoryOfAnotherLayoutIsRefused() throws IOException {
        SampleDirectory.fill(directory);
        SampleDirectory.putInt(directory, 248, 1);

        assertRefused("data directory " + directory
                + " was made by a PostgreSQL 18 that lays out data differently: it is a 64-bit one, which passes 8-byte values"
                + " directly (float8ByVal), and this is a 32-bit one; dump it there with pg_dump and restore it here");
    }

    @Test
    void aDataDirectoryThatANativeServerRunsOnIsRefusedWithItsPid() throws IOException {
        SampleDirectory.fill(directory);
        long pid = ProcessHandle.current().pid();
        Files.writeString(directory.resolve("postmaster.pid"), pid + "\n/somewhere\n");

        assertRefused("data directory " + directory + " is in use by pid " + pid + "; close it there first");
    }

    @Test
    void thePidFileOfAServerThatIsGoneDoesNoHarm() throws IOException {
        SampleDirectory.fill(directory);
        for (String pid : new String[] {"4194304999", "-42", "", "x"}) {
            Files.writeString(directory.resolve("postmaster.pid"), pid);

            open(directory).close();
        }
    }

    @Test
    void whatAnUnfinishedInitdbLeftIsRemovedAndMadeAnew() throws IOException {
        Storage killed = open(directory);
        fillAsBeforeCompletion();
        killed.close();

        try (Storage again = open(directory)) {
            assertThat(again.isNew()).isTrue();
            assertThat(names(directory)).containsExactlyInAnyOrder("pglitej.initializing", "pglitej.lock");
            fillAsBeforeCompletion();
            again.initialized();
        }

        try (Storage made = open(directory)) {
            assertThat(made.isNew()).isFalse();
            assertThat(names(directory)).contains("PG_VERSION", "global");
        }
    }

    private void fillAsBeforeCompletion() throws IOException {
        SampleDirectory.fill(directory);
        Files.move(directory.resolve("global/pg_control"), directory.resolve("global/pglitej.control"));
    }

    @Test
    void whatIsCompleteIsNotClearedWhateverMarksItOrGivesItUp() throws IOException {
        Storage storage = open(directory);
        fillAsBeforeCompletion();
        storage.initialized();
        Files.createFile(directory.resolve("pglitej.initializing"));

        assertThatThrownBy(storage::abandoned)
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("there is a complete database in " + directory);
        storage.close();

        try (Storage again = open(directory)) {
            assertThat(again.isNew()).isFalse();
            assertThat(names(directory)).contains("PG_VERSION", "global").doesNotContain("pglitej.initializing");
        }
    }

    @Test
    void aDirectoryThatIsAFileIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        for (Path data : new Path[] {file, file.resolve("data")}) {
            assertThatThrownBy(() -> open(data))
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("cannot make data directory " + data);
        }
    }

    @Test
    void directoriesWithoutTheRightsAreRefused() throws IOException {
        assumeTrue(
                OpeningChild.isPossible(),
                "a superuser may do anything, and setpriv is not there to make us another user");
        SampleDirectory.fill(directory);
        assertThat(OpeningChild.open(directory)).isEqualTo("opened false");
        Files.delete(directory.resolve("pglitej.lock"));

        assertRefusedByMode("r-xr-xr-x", "write to it");
        assertRefusedByMode("-wx------", "read it");
        assertRefusedByMode("rw-------", "read it");

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(OpeningChild.open(directory.resolve("new")))
                .startsWith("no permission to use data directory " + directory.resolve("new"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Path lock = Files.createFile(directory.resolve("pglitej.lock"));
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("r--r--r--"));
        assertThat(OpeningChild.open(directory))
                .isEqualTo("cannot lock data directory " + directory + ": no permission to write " + lock
                        + "; have its owner change the permissions");
    }

    private void assertRefusedByMode(String mode, String action) throws IOException {
        Map<String, String> before = SampleDirectory.facts(directory);
        String user = System.getProperty("user.name");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));

        String said = OpeningChild.open(directory);

        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        assertThat(said)
                .isEqualTo(("no permission to use data directory %s: user %s may not %s (it belongs to %s, %s);"
                                + " choose another directory, or have its owner change the permissions")
                        .formatted(directory, user, action, user, mode));
        assertThat(SampleDirectory.facts(directory)).isEqualTo(before);
    }

    @Test
    void aDirectoryInUseIsRefusedUntilItIsClosed() {
        Storage first = open(directory);

        assertThatThrownBy(() -> open(directory))
                .hasMessage("data directory %s is in use by pid %d; close it there first"
                        .formatted(directory, ProcessHandle.current().pid()));
        first.close();

        open(directory).close();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aDirectoryWhoseVersionCannotBeReadIsRefused() throws IOException {
        Files.createDirectory(directory.resolve("PG_VERSION"));

        assertRefused("cannot use " + directory + " as a data directory: java.io.IOException: Is a directory");
    }

    @Test
    void aDirectoryThatIsRefusedUnderItsLockIsUnlocked() throws IOException {
        SampleDirectory.fill(directory);
        Path mark = Files.createDirectory(directory.resolve("pglitej.initializing"));
        Path inside = Files.createFile(mark.resolve("file"));

        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("cannot use " + directory + " as a data directory")
                .hasMessageContaining("DirectoryNotEmptyException");

        Files.delete(inside);
        open(directory).close();
    }

    @Test
    void aDirectoryThatSomebodyElseHasFinishedIsNotFinishedAgain() throws IOException {
        try (Storage storage = open(directory)) {
            fillAsBeforeCompletion();
            Files.delete(directory.resolve("pglitej.initializing"));

            assertThatThrownBy(storage::initialized)
                    .isInstanceOf(PGliteException.class)
                    .hasMessageContaining("cannot finish making data directory " + directory);
        }
    }
}
