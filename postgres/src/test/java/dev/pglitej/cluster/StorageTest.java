package dev.pglitej.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pglitej.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageTest {
    @TempDir
    Path directory;

    @Test
    void aMissingDirectoryIsMadeAndNew() {
        Path missing = directory.resolve("a/b");

        try (Storage storage = Storage.in(missing)) {
            assertThat(storage.isNew()).isTrue();
            assertThat(missing).isDirectory();
        }
    }

    @Test
    void anEmptyVolumeCountsAsEmptyDespiteItsLostAndFound() throws IOException {
        Files.createDirectory(directory.resolve("lost+found"));

        try (Storage storage = Storage.in(directory)) {
            assertThat(storage.isNew()).isTrue();
        }
    }

    @Test
    void aDataDirectoryOfThisVersionIsNotNew() throws IOException {
        Files.writeString(directory.resolve("PG_VERSION"), "18\n");

        try (Storage storage = Storage.in(directory)) {
            assertThat(storage.isNew()).isFalse();
        }
    }

    @Test
    void aForeignDirectoryIsRefusedAndLeftAsItIs() throws IOException {
        Files.writeString(directory.resolve("letter.txt"), "dear");

        assertThatThrownBy(() -> Storage.in(directory))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("directory " + directory + " is not empty and not a PostgreSQL data directory");
        assertThat(names(directory)).containsExactly("letter.txt");
        assertThat(directory.resolve("letter.txt")).hasContent("dear");
    }

    @Test
    void aDataDirectoryOfAnotherMajorVersionIsRefusedAndLeftAsItIs() throws IOException {
        Files.writeString(directory.resolve("PG_VERSION"), "17\n");

        assertThatThrownBy(() -> Storage.in(directory))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("was made by PostgreSQL 17, but this is PostgreSQL 18");
        assertThat(names(directory)).containsExactly("PG_VERSION");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> Storage.in(file.resolve("data")))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("cannot use " + file.resolve("data") + " as a data directory");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsRefused() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(directory))
                .as("a superuser may write anywhere")
                .isFalse();

        assertThatThrownBy(() -> Storage.in(directory))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("cannot lock data directory " + directory);
    }

    @Test
    void aDirectoryInUseIsRefusedUntilItIsClosed() {
        Storage first = Storage.in(directory);

        assertThatThrownBy(() -> Storage.in(directory)).hasMessageContaining("is in use by pid");
        first.close();

        Storage.in(directory).close();
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
