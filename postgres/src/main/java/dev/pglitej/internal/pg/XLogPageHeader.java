package dev.pglitej.internal.pg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * struct XLogLongPageHeaderData (access/xlog_internal.h), with which each segment of the write-ahead log begins. Its values are in no
 * checksum. Not thread-safe.
 */
public final class XLogPageHeader {
    private static final int INFO = 2;
    private static final int SYSTEM_IDENTIFIER = 24;

    /** XLP_LONG_HEADER, a bit of xlp_info. */
    private static final short LONG_HEADER = 0x2;

    private final ByteBuffer bytes;

    /** The struct that begins at position 0 of a buffer, whose position and limit stay as they are. */
    public XLogPageHeader(ByteBuffer bytes) {
        this.bytes = bytes.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether it is that of a segment's first page, which has more fields. */
    public boolean isLong() {
        return (bytes.getShort(INFO) & LONG_HEADER) != 0;
    }

    /** Makes it the header of another cluster's segment. */
    public void identify(long systemIdentifier) {
        bytes.putLong(SYSTEM_IDENTIFIER, systemIdentifier);
    }
}
