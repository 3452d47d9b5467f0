package dev.pglitej.internal.datadir;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.pg.ControlFileData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code global/pg_control} of a data directory, which says how the machine that made it lays out data. PostgreSQL
 * checks the same, but only after it has written to the directory. Confined to one thread.
 */
final class ControlFile {
    static final String DIRECTORY = "global";
    static final String NAME = "pg_control";
    static final String PATH = DIRECTORY + "/" + NAME;

    private final Path directory;
    private final ControlFileData data;

    private ControlFile(Path directory, ControlFileData data) {
        this.directory = directory;
        this.data = data;
    }

    /**
     * Checks whether this build can read a data directory of its major version.
     *
     * @throws PGliteException if it cannot, with the difference
     */
    static void check(Path directory) throws IOException {
        Path file = directory.resolve(PATH);
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        if (bytes.length < ControlFileData.BYTES) {
            throw new PGliteException("data directory %s is incomplete: its file %s %s; restore it from a backup"
                    .formatted(
                            directory,
                            PATH,
                            bytes.length == 0 ? "is missing or empty" : "has only " + bytes.length + " bytes"));
        }
        new ControlFile(directory, new ControlFileData(ByteBuffer.wrap(bytes))).check();
    }

    private void check() {
        int version = data.version();
        if (version == Integer.reverseBytes(ControlFileData.VERSION)) {
            throw otherLayout("its numbers are big-endian, but must be little-endian");
        }
        if (version != ControlFileData.VERSION) {
            throw new PGliteException(
                    ("data directory %s has a control file of version %d, but PostgreSQL 18 reads version %d;"
                                    + " its file %s may be damaged")
                            .formatted(directory, version, ControlFileData.VERSION, PATH));
        }
        checkCatalog();
        // A machine that aligns 8-byte numbers to 4 bytes has the same fields, including the checksum, at other
        // offsets.
        if (!data.isChecksumRight()) {
            throw new PGliteException(("data directory %s cannot be read: the checksum of its file %s is not where it"
                            + " should be, or wrong;"
                            + " either a PostgreSQL 18 that aligns data differently (such as a 32-bit x86 one) made it, then dump it there"
                            + " and restore it here, or the file is damaged, then restore the directory from a backup")
                    .formatted(directory, PATH));
        }
        checkLayout();
    }

    private void checkCatalog() {
        int catalog = data.catalog();
        if (catalog != ControlFileData.CATALOG) {
            throw new PGliteException(
                    ("data directory %s was made by another PostgreSQL 18 (catalog version %d, here %d), such as a beta;"
                                    + " dump it there and restore it here")
                            .formatted(directory, catalog, ControlFileData.CATALOG));
        }
    }

    private void checkLayout() {
        if (data.floatFormat() != ControlFileData.FLOAT_FORMAT) {
            throw otherLayout("its floating-point numbers have another format");
        }
        if (data.isFloat8ByValue()) {
            throw otherLayout(
                    "it is a 64-bit one, which passes 8-byte values directly (float8ByVal), and this is a 32-bit one");
        }
        for (ControlFileData.Layout field : ControlFileData.Layout.values()) {
            int theirs = data.value(field);
            if (theirs != field.ours()) {
                throw otherLayout("its %s is %d, but must be %d".formatted(field.description(), theirs, field.ours()));
            }
        }
    }

    private PGliteException otherLayout(String difference) {
        return new PGliteException(("data directory %s was made by a PostgreSQL 18 that lays out data differently: %s;"
                        + " dump it there with pg_dump and restore it here")
                .formatted(directory, difference));
    }
}
