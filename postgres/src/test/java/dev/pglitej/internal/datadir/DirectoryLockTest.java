package dev.pglitej.internal.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DirectoryLockTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    @TempDir
    Path directory;

    @Test
    void aDirectoryLockedInThisProcessIsRefusedWithItsPid() {
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertRefusedBecauseOf(directory, OWN_PID);
        }
    }

    @Test
    void aDirectoryLockedInThisProcessIsRefusedUnderAnyName() throws IOException {
        Path alias = Files.createSymbolicLink(directory.resolve("alias"), directory);
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertRefusedBecauseOf(alias, OWN_PID);
        }
    }

    @Test
    void aDirectoryLockedByAnotherProcessIsRefusedWithItsPid() throws Exception {
        try (LockingChild other = LockingChild.lock(directory)) {
            assertThat(other.answer()).isEqualTo("locked");
            assertRefusedBecauseOf(directory, other.pid());
        }

        DirectoryLock.take(directory).close();
    }

    /** On POSIX systems, closing any channel of a file drops all locks that the process has on that file. */
    @Test
    void aRefusalInThisProcessLeavesTheLockInForceForOthers() throws Exception {
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertRefusedBecauseOf(directory, OWN_PID);

            try (LockingChild other = LockingChild.lock(directory)) {
                assertThat(other.answer()).contains("is in use by pid " + OWN_PID);
            }
        }
    }

    @Test
    void aReleasedDirectoryMayBeLockedAgain() {
        DirectoryLock.take(directory).close();

        DirectoryLock.take(directory).close();
    }

    @Test
    void releasingAgainDoesNothing() {
        DirectoryLock first = DirectoryLock.take(directory);
        first.close();
        DirectoryLock second = DirectoryLock.take(directory);

        first.close();

        assertRefusedBecauseOf(directory, OWN_PID);
        second.close();
    }

    @Test
    void aMissingDirectoryCannotBeLocked() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> DirectoryLock.take(missing))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("cannot lock data directory " + missing);
    }

    private static void assertRefusedBecauseOf(Path directory, long pid) {
        assertThatThrownBy(() -> DirectoryLock.take(directory))
                .isInstanceOf(PGliteException.class)
                .hasMessage("data directory " + directory + " is in use by pid " + pid + "; close it there first");
    }

    @Test
    void aDirectoryInThePlaceOfTheLockFileIsRefused() throws IOException {
        Files.createDirectory(directory.resolve("pglitej.lock"));

        assertThatThrownBy(() -> DirectoryLock.take(directory))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("cannot lock data directory " + directory + ": ");
    }
}
