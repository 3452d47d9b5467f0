package dev.pglitej.internal.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
    private static final int BLOCK = 512;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @Test
    void filesAndDirectoriesComeOutWhateverThePiecesTheyComeIn() throws IOException {
        add("base/", '5', "");
        add("base/1", '0', "x".repeat(BLOCK));
        add("base/2", '0', "hello");
        add("empty", '0', "");
        end();

        for (int piece : new int[] {1, 7, BLOCK, BLOCK + 1, 1 << 20}) {
            Path target = directory.resolve("by" + piece);
            read(target, piece);

            assertThat(target.resolve("base/1")).hasContent("x".repeat(BLOCK));
            assertThat(target.resolve("base/2")).hasContent("hello");
            assertThat(target.resolve("empty")).isEmptyFile();
        }
    }

    @Test
    void theHostsOwnNamesDoNotComeOut() throws IOException {
        for (String name : HostNames.ALL) add(name, '0', "hello");
        add("base/pglitej.lock", '0', "hello");
        add("base/1", '0', "hello");
        end();

        read(directory.resolve("target"), 7);

        for (String name : HostNames.ALL) {
            assertThat(directory.resolve("target").resolve(name)).doesNotExist();
        }
        assertThat(directory.resolve("target/base/pglitej.lock")).hasContent("hello");
        assertThat(directory.resolve("target/base/1")).hasContent("hello");
    }

    @Test
    void anArchiveThatIsNotWholeIsRefused() throws IOException {
        add("1", '0', "hello");

        assertThatThrownBy(() -> read(directory.resolve("a"), BLOCK)).hasMessage("the archive is incomplete");
    }

    @Test
    void aDamagedHeaderIsRefused() throws IOException {
        add("1", '0', "hello");
        end();
        byte[] bytes = archive.toByteArray();
        bytes[0] ^= 1;

        assertThatThrownBy(() -> read(directory.resolve("a"), bytes, BLOCK))
                .hasMessage("the archive is damaged: the checksum of a header does not match");
    }

    @Test
    void nothingIsWrittenOutsideOfTheDirectory() throws IOException {
        add("../evil", '0', "x");
        end();

        assertThatThrownBy(() -> read(directory.resolve("a"), BLOCK))
                .hasMessage("the archive contains ../evil, which would be outside of the directory");
        assertThat(directory.resolve("evil")).doesNotExist();
    }

    @Test
    void whatIsNeitherFileNorDirectoryNorSymbolicLinkIsRefused() throws IOException {
        add("hard", '1', "");
        end();

        assertThatThrownBy(() -> read(directory.resolve("a"), BLOCK))
                .hasMessageContaining("neither file nor directory");
    }

    @Test
    void linksIntoTheDataDirectoryComeOut() throws IOException {
        addLink("pg_tblspc/1/", "/pglite/data/some/where");
        end();

        read(directory.resolve("a"), BLOCK);

        assertThat(Files.readSymbolicLink(directory.resolve("a/pg_tblspc/1"))).hasToString("/pglite/data/some/where");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tmp", "/pglite/data", "/pglite/data/../x", "/pglite/database/x", "../x", ""})
    void otherLinksAreRefused(String target) throws IOException {
        addLink("pg_tblspc/1", target);
        end();

        assertThatThrownBy(() -> read(directory.resolve("a"), BLOCK))
                .hasMessageContaining("a tablespace in " + target + ", which is outside");
    }

    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        addLink("pg_tblspc/1", "/pglite/data/some/where");
        add("pg_tblspc/1/evil", '0', "x");
        end();

        assertThatThrownBy(() -> read(directory.resolve("a"), BLOCK))
                .hasMessage("the archive contains pg_tblspc/1/evil, which would be outside of the directory");
    }

    private void read(Path target, int piece) throws IOException {
        read(target, archive.toByteArray(), piece);
    }

    private static void read(Path target, byte[] bytes, int piece) throws IOException {
        Files.createDirectory(target);
        try (TarReader reader = new TarReader(target)) {
            for (int at = 0; at < bytes.length; at += piece) {
                reader.accept(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
            }
            reader.finish();
        }
    }

    private void addLink(String name, String target) {
        add(name, '2', target, "");
    }

    private void add(String name, char type, String contents) {
        add(name, type, "", contents);
    }

    private void add(String name, char type, String target, String contents) {
        archive.writeBytes(withSum(header(name, type, target, contents.length())));
        archive.writeBytes(Arrays.copyOf(contents.getBytes(US_ASCII), (contents.length() + BLOCK - 1) / BLOCK * BLOCK));
    }

    private static byte[] header(String name, char type, String target, int length) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000600");
        put(header, 124, String.format("%011o", length));
        header[156] = (byte) type;
        put(header, 157, target);
        put(header, 257, "ustar");
        return header;
    }

    private static byte[] withSum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) sum += b & 0xff;
        put(header, 148, String.format("%06o", sum));
        return header;
    }

    private void end() {
        archive.writeBytes(new byte[2 * BLOCK]);
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    @Test
    void aNumberThatIsNotOctalIsRefused() throws IOException {
        add("1", '0', "hello");
        end();
        byte[] bytes = archive.toByteArray();
        bytes[148] = '9';

        assertThatThrownBy(() -> read(directory.resolve("a"), bytes, BLOCK))
                .hasMessage("the archive is damaged: a number has the byte 57");
    }

    /** As PostgreSQL writes the sizes of files that octal digits are too few for, from 8 GB on (print_tar_number in tar.c). */
    @Test
    void aSizeInBinaryIsRead() throws IOException {
        byte[] header = header("1", '0', "", 5);
        Arrays.fill(header, 124, 136, (byte) 0);
        header[124] = (byte) 0x80;
        header[135] = 5;
        archive.writeBytes(withSum(header));
        archive.writeBytes(Arrays.copyOf("hello".getBytes(US_ASCII), BLOCK));
        end();

        read(directory.resolve("a"), BLOCK);

        assertThat(directory.resolve("a/1")).hasContent("hello");
    }
}
