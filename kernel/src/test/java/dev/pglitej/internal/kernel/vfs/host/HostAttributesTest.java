package dev.pglitej.internal.kernel.vfs.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.host.HostAttributes.HostStat;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attributes where there are none of Unix, as on Windows: an archive is such a file system too. */
final class HostAttributesTest {
    private static final long SECOND = 1_700_000_000;

    @TempDir
    private Path directory;

    private FileSystem archive;

    @BeforeEach
    void open() throws IOException {
        archive = FileSystems.newFileSystem(directory.resolve("archive.zip"), Map.of("create", "true"));
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
    }

    private Path file(String name) throws IOException {
        Path file = Files.writeString(archive.getPath(name), "contents");
        Files.setLastModifiedTime(file, FileTime.from(SECOND, TimeUnit.SECONDS));
        return file;
    }

    @Test
    void aFileHasTheModeThatPostgresWantsAndTheSizeAndTimeOfTheHost() throws IOException {
        Path file = file("file");

        Stat stat = HostAttributes.of(file).read(file).stat();

        assertThat(stat.type()).isEqualTo(FileType.REGULAR);
        assertThat(stat.permissions()).isEqualTo(0600);
        assertThat(stat.size()).isEqualTo(8);
        assertThat(stat.links()).isEqualTo(1);
        assertThat(stat.modifiedNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(SECOND));
    }

    @Test
    void aDirectoryHasTheModeThatPostgresWants() throws IOException {
        Path made = Files.createDirectory(archive.getPath("d"));

        Stat stat = HostAttributes.of(made).read(made).stat();

        assertThat(stat.type()).isEqualTo(FileType.DIRECTORY);
        assertThat(stat.permissions()).isEqualTo(0700);
    }

    @Test
    void changingAModeDoesNothing() throws IOException {
        Path file = file("file");
        HostAttributes attributes = HostAttributes.of(file);

        attributes.changeMode(file, 0777);
        attributes.completeMode(file, 0777);

        assertThat(attributes.read(file).stat().permissions()).isEqualTo(0600);
        assertThat(attributes.creation(0777)).isEmpty();
        assertThat(attributes.canSyncDirectories()).isFalse();
    }

    /** There is no number of the inode, and PostgreSQL takes two files of one number for one. */
    @Test
    void filesAreToldApartByTheirPaths() throws IOException {
        HostAttributes attributes = HostAttributes.of(archive.getPath("/"));

        HostStat one = attributes.read(file("one"));
        HostStat two = attributes.read(file("two"));

        assertThat(one.key()).isNotEqualTo(two.key());
        assertThat(one.stat().inode()).isNotEqualTo(two.stat().inode());
        assertThat(attributes.read(file("one")).key()).isEqualTo(one.key());
    }
}
