package dev.pglitej.internal.pg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * struct ControlFileData (catalog/pg_control.h), the beginning of the file {@code global/pg_control}, as a machine writes it that orders
 * bytes as the guest does, and aligns numbers of 8 bytes to 8. Not thread-safe.
 */
public final class ControlFileData {
    /** PG_CONTROL_VERSION of PostgreSQL 18. */
    public static final int VERSION = 1800;

    /** CATALOG_VERSION_NO of PostgreSQL 18 (catalog/catversion.h): it dates the initial contents of the system tables. */
    public static final int CATALOG = 202506291;

    /** Bytes of mock_authentication_nonce, with which SCRAM feigns passwords. */
    public static final int NONCE_BYTES = 32;

    /** FLOATFORMAT_VALUE, which shows how floating-point numbers are represented. */
    public static final double FLOAT_FORMAT = 1234567.0;

    private static final int SYSTEM_IDENTIFIER = 0;
    private static final int PG_CONTROL_VERSION = 8;
    private static final int CATALOG_VERSION = 12;
    private static final int STATE = 16;
    private static final int TIME = 24;
    private static final int FLOAT_FORMAT_AT = 208;
    private static final int FLOAT8_BY_VALUE = 248;
    private static final int NONCE = 257;
    private static final int CHECKSUM = 292;

    /** Bytes of the struct. */
    public static final int BYTES = CHECKSUM + Integer.BYTES;

    private static final int DB_SHUTDOWNED = 1;

    /** A number that has to be the same for the server to read the data, with this build's value. */
    public enum Layout {
        MAX_ALIGN(204, "maximum data alignment", 8),
        BLOCK_SIZE(216, "database block size", 8192),
        SEGMENT_SIZE(220, "blocks per segment of large relation", 131072),
        WAL_BLOCK_SIZE(224, "WAL block size", 8192),
        NAME_LENGTH(232, "maximum length of identifiers", 64),
        INDEX_COLUMNS(236, "maximum columns in an index", 32),
        TOAST_CHUNK(240, "maximum size of a TOAST chunk", 1996),
        LARGE_OBJECT_CHUNK(244, "size of a large-object chunk", 2048);

        private final int offset;
        private final String description;
        private final int ours;

        Layout(int offset, String description, int ours) {
            this.offset = offset;
            this.description = description;
            this.ours = ours;
        }

        /** As pg_controldata says it. */
        public String description() {
            return description;
        }

        public int ours() {
            return ours;
        }
    }

    private final ByteBuffer bytes;

    /** The struct that begins at position 0 of a buffer, whose position and limit stay as they are. */
    public ControlFileData(ByteBuffer bytes) {
        this.bytes = bytes.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
    }

    public int version() {
        return bytes.getInt(PG_CONTROL_VERSION);
    }

    public int catalog() {
        return bytes.getInt(CATALOG_VERSION);
    }

    /** Whether its cluster was shut down, neither stopped by a crash nor as a standby. */
    public boolean isShutDown() {
        return bytes.getInt(STATE) == DB_SHUTDOWNED;
    }

    /** When the file was last written. */
    public Instant time() {
        return Instant.ofEpochSecond(bytes.getLong(TIME));
    }

    public int value(Layout field) {
        return bytes.getInt(field.offset);
    }

    public double floatFormat() {
        return bytes.getDouble(FLOAT_FORMAT_AT);
    }

    public boolean isFloat8ByValue() {
        return bytes.get(FLOAT8_BY_VALUE) != 0;
    }

    public boolean isChecksumRight() {
        return checksum() == bytes.getInt(CHECKSUM);
    }

    /** Makes it the control file of another cluster. */
    public void identify(long systemIdentifier, byte[] nonce) {
        bytes.putLong(SYSTEM_IDENTIFIER, systemIdentifier);
        bytes.put(NONCE, nonce);
        bytes.putInt(CHECKSUM, checksum());
    }

    private int checksum() {
        CRC32C sum = new CRC32C();
        sum.update(bytes.slice(0, CHECKSUM));
        return (int) sum.getValue();
    }
}
