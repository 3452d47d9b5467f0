package dev.pglitej.natives.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.natives.artifact.FileTable.Entry;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void filesArePackedAgainWithLibraryNamesInPlaceOfModules() throws IOException {
        FileTable files = new FileTable(List.of(
                new Entry("/share/a", 0, 3),
                new Entry("/lib/x.so", 3, 5),
                new Entry("/lib/y.so", 5, 6),
                new Entry("/z", 6, 8)));

        FileBlob.of(
                        files,
                        "aaaXXYzz".getBytes(StandardCharsets.US_ASCII),
                        name -> Optional.of("pglitej_x").filter(library -> name.equals("x.so")))
                .write(directory);

        assertThat(directory.resolve("files.table")).content().isEqualTo("0 3 /share/a\n3 13 /lib/x.so\n13 15 /z\n");
        assertThat(directory.resolve("files.blob")).content().isEqualTo("aaapglitej_x\nzz");
        assertThat(directory.resolve("files.blob.sha256"))
                .content()
                .isEqualTo(Sha256.of("aaapglitej_x\nzz".getBytes(StandardCharsets.US_ASCII)) + "\n");
    }

    @Test
    void filesOfGivenContentsArePackedByTheirPaths() throws IOException {
        FileBlob.of(new TreeMap<>(Map.of(
                        "/b", "bb".getBytes(StandardCharsets.US_ASCII), "/a", "a".getBytes(StandardCharsets.US_ASCII))))
                .write(directory);

        assertThat(directory.resolve("files.table")).content().isEqualTo("0 1 /a\n1 3 /b\n");
        assertThat(directory.resolve("files.blob")).content().isEqualTo("abb");
    }
}
