package dev.pglitej.natives.artifact;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionArchiveTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void whatPostgresReadsIsKeptWhereItLooksForIt() throws IOException {
        Path archive =
                archive("lib/postgresql/x.so", "share/postgresql/extension/x.control", "include/x.h", "share/doc/x");

        assertThat(ExtensionArchive.read(archive).files())
                .containsOnlyKeys("/pglite/lib/postgresql/x.so", "/pglite/share/postgresql/extension/x.control")
                .containsEntry("/pglite/lib/postgresql/x.so", "lib/postgresql/x.so".getBytes(US_ASCII));
    }

    @Test
    void aNameThatLeadsElsewhereIsRefused() throws IOException {
        Path archive = archive("lib/../../x.so");

        assertThatThrownBy(() -> ExtensionArchive.read(archive))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("lib/../../x.so, which is not a file below its root");
    }

    /** Files whose contents are their names. */
    private Path archive(String... names) throws IOException {
        Path archive = directory.resolve("x.tar.gz");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GzipCompressorOutputStream(Files.newOutputStream(archive)))) {
            for (String name : names) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(name.length());
                tar.putArchiveEntry(entry);
                tar.write(name.getBytes(US_ASCII));
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }
}
