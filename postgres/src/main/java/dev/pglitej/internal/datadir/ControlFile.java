package dev.pglitej.internal.datadir;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The file {@code global/pg_control} of a data directory, which says how the machine that made it lays out data (pg_control.h). PostgreSQL
 * checks the same, but only after it has written to the directory. Confined to one thread.
 */
final class ControlFile {
    static final String DIRECTORY = "global";
    static final String NAME = "pg_control";
    static final String PATH = DIRECTORY + "/" + NAME;

    private static final int VERSION = 1800;
    /** Dates a catalog: the initial contents of the system tables (catversion.h). */
    private static final int CATALOG = 202506291;

    /** Bytes of mock_authentication_nonce, with which SCRAM feigns passwords. */
    static final int NONCE_BYTES = 32;

    private static final int SYSTEM_IDENTIFIER_AT = 0;
    private static final int NONCE_AT = 257;
    private static final int VERSION_AT = 8;
    private static final int CATALOG_AT = 12;
    private static final int FLOAT_FORMAT_AT = 208;
    private static final int FLOAT8_BY_VALUE_AT = 248;
    private static final int CHECKSUM_AT = 292;
    private static final int LENGTH = CHECKSUM_AT + Integer.BYTES;
    private static final double FLOAT_FORMAT = 1234567.0;

    /** A number that has to be the same for the server to read the data. */
    private enum Layout {
        MAX_ALIGN(204, "maximum data alignment", 8),
        BLOCK_SIZE(216, "database block size", 8192),
        SEGMENT_SIZE(220, "blocks per segment of large relation", 131072),
        WAL_BLOCK_SIZE(224, "WAL block size", 8192),
        NAME_LENGTH(232, "maximum length of identifiers", 64),
        INDEX_COLUMNS(236, "maximum columns in an index", 32),
        TOAST_CHUNK(240, "maximum size of a TOAST chunk", 1996),
        LARGE_OBJECT_CHUNK(244, "size of a large-object chunk", 2048);

        private final int offset;
        private final String name;
        private final int ours;

        Layout(int offset, String name, int ours) {
            this.offset = offset;
            this.name = name;
            this.ours = ours;
        }
    }

    private final Path directory;
    private final ByteBuffer bytes;

    private ControlFile(Path directory, ByteBuffer bytes) {
        this.directory = directory;
        this.bytes = bytes;
    }

    /**
     * Looks whether this build can read a data directory of its major version.
     *
     * @throws PGliteException if not, with what differs
     */
    static void check(Path directory) throws IOException {
        Path file = directory.resolve(PATH);
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        if (bytes.length < LENGTH) {
            throw new PGliteException("data directory %s is incomplete: its file %s %s; restore it from a backup"
                    .formatted(
                            directory,
                            PATH,
                            bytes.length == 0 ? "is missing or empty" : "has only " + bytes.length + " bytes"));
        }
        new ControlFile(directory, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)).check();
    }

    /** Makes the control file that begins at position 0 that of another cluster. */
    static void identify(ByteBuffer bytes, long systemIdentifier, byte[] nonce) {
        ByteBuffer file = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(SYSTEM_IDENTIFIER_AT, systemIdentifier);
        file.put(NONCE_AT, nonce);
        file.putInt(CHECKSUM_AT, checksum(file));
    }

    private void check() {
        int version = bytes.getInt(VERSION_AT);
        if (version == Integer.reverseBytes(VERSION)) {
            throw otherLayout("its numbers are big-endian, and have to be little-endian");
        }
        if (version != VERSION) {
            throw new PGliteException(
                    ("data directory %s has a control file of version %d, but PostgreSQL 18 reads version %d;"
                                    + " its file %s may be damaged")
                            .formatted(directory, version, VERSION, PATH));
        }
        checkCatalog();
        // A machine that aligns numbers of 8 bytes to 4 has the same fields at other places, the checksum too.
        if (checksum(bytes) != bytes.getInt(CHECKSUM_AT)) {
            throw new PGliteException(("data directory %s cannot be read: the checksum of its file %s is not where it"
                            + " should be, or wrong;"
                            + " either a PostgreSQL 18 that aligns data differently (such as a 32-bit x86 one) made it, then dump it there"
                            + " and restore it here, or the file is damaged, then restore the directory from a backup")
                    .formatted(directory, PATH));
        }
        checkLayout();
    }

    private void checkCatalog() {
        int catalog = bytes.getInt(CATALOG_AT);
        if (catalog != CATALOG) {
            throw new PGliteException(
                    ("data directory %s was made by another PostgreSQL 18 (catalog version %d, here %d), such as a beta;"
                                    + " dump it there and restore it here")
                            .formatted(directory, catalog, CATALOG));
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.slice(0, CHECKSUM_AT));
        return (int) sum.getValue();
    }

    private void checkLayout() {
        if (bytes.getDouble(FLOAT_FORMAT_AT) != FLOAT_FORMAT) {
            throw otherLayout("its floating-point numbers have another format");
        }
        if (bytes.get(FLOAT8_BY_VALUE_AT) != 0) {
            throw otherLayout(
                    "it is a 64-bit one, which passes 8-byte values directly (float8ByVal), and this is a 32-bit one");
        }
        for (Layout field : Layout.values()) {
            int theirs = bytes.getInt(field.offset);
            if (theirs != field.ours) {
                throw otherLayout("its %s is %d, and has to be %d".formatted(field.name, theirs, field.ours));
            }
        }
    }

    private PGliteException otherLayout(String difference) {
        return new PGliteException(("data directory %s was made by a PostgreSQL 18 that lays out data differently: %s;"
                        + " dump it there with pg_dump and restore it here")
                .formatted(directory, difference));
    }
}
