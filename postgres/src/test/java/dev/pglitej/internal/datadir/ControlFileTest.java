package dev.pglitej.internal.datadir;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlFileTest {
    @TempDir
    Path directory;

    @BeforeEach
    void fill() throws IOException {
        SampleDirectory.fill(directory);
    }

    @Test
    void theControlFileOfThisBuildIsAccepted() {
        assertThatCode(() -> ControlFile.check(directory)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            248 | 1          | it is a 64-bit one, which passes 8-byte values directly (float8ByVal), and this is a 32-bit one
            204 | 4          | its maximum data alignment is 4, but must be 8
            216 | 16384      | its database block size is 16384, but must be 8192
            220 | 65536      | its blocks per segment of large relation is 65536, but must be 131072
            224 | 4096       | its WAL block size is 4096, but must be 8192
            232 | 128        | its maximum length of identifiers is 128, but must be 64
            236 | 16         | its maximum columns in an index is 16, but must be 32
            240 | 1000       | its maximum size of a TOAST chunk is 1000, but must be 1996
            244 | 4096       | its size of a large-object chunk is 4096, but must be 2048
            208 | 1          | its floating-point numbers have another format
            8   | 134676480  | its numbers are big-endian, but must be little-endian
            """)
    void anotherLayoutIsRefusedWithTheDifference(int offset, int value, String difference) throws IOException {
        SampleDirectory.putInt(directory, offset, value);

        assertRefused("data directory " + directory + " was made by a PostgreSQL 18 that lays out data differently: "
                + difference + "; dump it there with pg_dump and restore it here");
    }

    @Test
    void anotherCatalogIsRefusedWithBothVersions() throws IOException {
        SampleDirectory.putInt(directory, 12, 202505071);

        assertRefused(
                "data directory " + directory + " was made by another PostgreSQL 18 (catalog version 202505071, here"
                        + " 202506291), such as a beta; dump it there and restore it here");
    }

    @Test
    void anotherVersionOfTheControlFileIsRefused() throws IOException {
        SampleDirectory.putInt(directory, 8, 1300);

        assertRefused("data directory " + directory
                + " has a control file of version 1300, but PostgreSQL 18 reads version 1800;"
                + " its file global/pg_control may be damaged");
    }

    @Test
    void aWrongChecksumIsDamageOrAnotherAlignment() throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(ControlFile.PATH));
        bytes[100] ^= 1;
        Files.write(directory.resolve(ControlFile.PATH), bytes);

        assertThatThrownBy(() -> ControlFile.check(directory))
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("the checksum of its file global/pg_control is not where it should be, or wrong");
    }

    @Test
    void aMissingAndAShortControlFileAreIncomplete() throws IOException {
        Files.write(directory.resolve(ControlFile.PATH), new byte[100]);
        assertRefused("data directory " + directory
                + " is incomplete: its file global/pg_control has only 100 bytes; restore it from a backup");

        Files.delete(directory.resolve(ControlFile.PATH));
        assertRefused("data directory " + directory
                + " is incomplete: its file global/pg_control is missing or empty; restore it from a backup");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ControlFile.check(directory))
                .isInstanceOf(PGliteException.class)
                .hasMessage(message);
    }
}
