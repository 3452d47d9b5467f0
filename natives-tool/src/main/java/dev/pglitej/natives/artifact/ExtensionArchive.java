package dev.pglitej.natives.artifact;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * What a published extension consists of: a {@code .tar.gz} that is to be unpacked where PostgreSQL is installed. Headers and documentation
 * are left out, as no database reads them. Immutable.
 *
 * @param files contents by absolute path, as PostgreSQL will see it
 */
public record ExtensionArchive(Map<String, byte[]> files) {
    private static final String INSTALLATION = "/pglite/";

    /** Reads an archive, whose hash has been checked. */
    public static ExtensionArchive read(Path archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream in = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(new GzipCompressorInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isDirectory()) continue;
                String name = entry.getName();
                if (!entry.isFile() || name.startsWith("/") || name.contains("..")) {
                    throw new BuildException(archive + " contains " + name + ", which is not a file below its root");
                }
                if (name.startsWith("lib/") || name.startsWith("share/postgresql/")) {
                    files.put(INSTALLATION + name, tar.readAllBytes());
                }
            }
        }
        return new ExtensionArchive(files);
    }
}
