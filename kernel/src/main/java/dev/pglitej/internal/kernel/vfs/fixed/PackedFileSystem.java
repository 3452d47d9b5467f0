package dev.pglitej.internal.kernel.vfs.fixed;

import java.nio.ByteBuffer;
import java.util.List;

/** Makes read-only file systems of a table of files and the one blob that holds all their bytes, as PGlite ships its own. */
public final class PackedFileSystem {

    private static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;

    private PackedFileSystem() {}

    /**
     * One file of the table.
     *
     * @param path slashes between names; one at the beginning makes no difference
     * @param start position of its first byte in the blob
     * @param end position behind its last
     */
    public record Entry(String path, int start, int end) {

        public Entry {
            if (start < 0 || end < start) {
                throw new IllegalArgumentException("%s has the impossible range %d..%d".formatted(path, start, end));
            }
        }

        private String relativePath() {
            return path.startsWith("/") ? path.substring(1) : path;
        }

        /** Programs, which stand in a directory of that name, have to be executable for PostgreSQL to believe in them. */
        private int permissions() {
            int slash = path.lastIndexOf('/');
            boolean isProgram =
                    slash >= 3 && path.startsWith("bin", slash - 3) && (slash == 3 || path.charAt(slash - 4) == '/');
            return isProgram ? EXECUTABLE : READABLE;
        }
    }

    /**
     * Files that one blob holds.
     *
     * @param blob nothing is copied from it: it must not change any more
     */
    public record Part(List<Entry> entries, ByteBuffer blob) {

        public Part {
            entries = List.copyOf(entries);
        }

        private void addTo(FixedFileSystem.Builder builder) {
            for (Entry entry : entries) {
                if (entry.end() > blob.limit()) {
                    throw new IllegalArgumentException(
                            "%s ends at %d, but the blob has only %d bytes; are table and blob of one build?"
                                    .formatted(entry.path(), entry.end(), blob.limit()));
                }
                builder.file(entry.relativePath(), entry.permissions(), blob, entry.start(), entry.end());
            }
        }
    }

    /** A file system over one blob. */
    public static FixedFileSystem of(List<Entry> entries, ByteBuffer blob, long modifiedNanos) {
        return of(List.of(new Part(entries, blob)), List.of(), modifiedNanos);
    }

    /**
     * A file system over several blobs, whose paths must differ.
     *
     * @param directories are there as well, empty unless a blob has files in them
     */
    public static FixedFileSystem of(List<Part> parts, List<String> directories, long modifiedNanos) {
        FixedFileSystem.Builder builder = FixedFileSystem.builder(modifiedNanos);
        for (Part part : parts) part.addTo(builder);
        for (String directory : directories) builder.directory(directory, EXECUTABLE);
        return builder.build();
    }
}
