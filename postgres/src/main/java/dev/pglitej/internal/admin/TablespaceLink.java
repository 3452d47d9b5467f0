package dev.pglitej.internal.admin;

import dev.pglitej.internal.backend.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The symbolic link to a tablespace in pg_tblspc. Its target is a path as PostgreSQL sees it. A target in the data directory is valid in
 * each copy of the directory. Stateless.
 */
// RATIONALE: "How does a backup have tablespaces?"
final class TablespaceLink {
    private static final String DATA = Environment.DATA + "/";

    private TablespaceLink() {}

    /**
     * The path of a tablespace within the data directory.
     *
     * @throws IOException if it is elsewhere
     */
    static String directory(String location) throws IOException {
        String directory = location.startsWith(DATA) ? location.substring(DATA.length()) : "";
        Path normal = Path.of(directory).normalize();
        if (normal.toString().isEmpty() || normal.isAbsolute() || normal.startsWith("..")) {
            throw new IOException("there is a tablespace in " + location
                    + ", which is outside of the data directory;"
                    + " move what is in it to pg_default, or to a tablespace with LOCATION ''");
        }
        return directory;
    }

    /** Makes the link. */
    static void make(Path link, String location) throws IOException {
        directory(location);
        Files.createSymbolicLink(link, Path.of(location));
    }
}
