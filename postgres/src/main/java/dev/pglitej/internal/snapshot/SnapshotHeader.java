package dev.pglitej.internal.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.api.PGliteException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The header of a saved snapshot. Immutable. Numbers are little-endian; of its block these bytes are used:
 *
 * <pre>
 *   0  8 bytes  "PGJSNAPS"
 *   8  int      version of the format
 *  12  int      length of the build's name
 *  16  …        the build's name, UTF-8; these fields are the same in all versions
 * 256  long     length of the file
 * 264  long     where the files of shared memory begin
 * 272  long     where the state begins
 * 280  long     where it ends and the description begins; the same where there is none
 * 288  int      CRC-32C of the state
 * 292  int      CRC-32C of the description
 * 296  int      CRC-32C of bytes 0 to 295
 * </pre>
 */
record SnapshotHeader(
        String build, long length, long sharedAt, long stateAt, long stateEnd, int stateSum, int descriptionSum) {
    static final int BLOCK = 8192;

    private static final long MAGIC = 0x5350414e534a4750L;
    private static final int VERSION = 1;
    private static final int NAME = 16;
    private static final int NUMBERS = 256;
    private static final int CHECKED = 296;
    private static final int BYTES = CHECKED + Integer.BYTES;

    /** The next multiple of a block. */
    static long align(long offset) {
        return (offset + BLOCK - 1) / BLOCK * BLOCK;
    }

    ByteBuffer encode() {
        byte[] name = build.getBytes(UTF_8);
        if (name.length > NUMBERS - NAME) throw new IllegalArgumentException("too long for a build's name: " + build);
        ByteBuffer header = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC).putInt(VERSION).putInt(name.length).put(name).position(NUMBERS);
        header.putLong(length)
                .putLong(sharedAt)
                .putLong(stateAt)
                .putLong(stateEnd)
                .putInt(stateSum)
                .putInt(descriptionSum);
        header.putInt(CHECKED, checksum(header));
        return header.rewind();
    }

    /** Reads and checks a header; {@code build} is the build that must have saved it. */
    static SnapshotHeader read(Path path, FileChannel channel, String build) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long size = channel.size();
        if (size >= Long.BYTES) readFully(channel, header.limit((int) Math.min(size, BYTES)), 0);
        if (header.getLong(0) != MAGIC) throw new PGliteException(path + " is not a snapshot that PGliteJ has saved");
        if (size < BYTES) throw incomplete(path, size, "at least " + BYTES);
        int nameLength = header.getInt(12);
        if (nameLength < 0 || nameLength > NUMBERS - NAME) throw damaged(path, "header");
        String name = new String(header.array(), NAME, nameLength, UTF_8);
        if (header.getInt(8) != VERSION || !name.equals(build)) {
            throw new PGliteException("snapshot " + path + " was saved by build " + name + ", but this is build "
                    + build + "; open it with that one, or make it again");
        }
        if (header.getInt(CHECKED) != checksum(header)) throw damaged(path, "header");
        header.position(NUMBERS);
        SnapshotHeader read = new SnapshotHeader(
                name,
                header.getLong(),
                header.getLong(),
                header.getLong(),
                header.getLong(),
                header.getInt(),
                header.getInt());
        if (size < read.length) throw incomplete(path, size, Long.toString(read.length));
        if (!read.isOrdered()) throw damaged(path, "header");
        return read;
    }

    private boolean isOrdered() {
        return BLOCK <= sharedAt && sharedAt <= stateAt && stateAt <= stateEnd && stateEnd <= length;
    }

    private static PGliteException incomplete(Path path, long size, String length) {
        return new PGliteException("snapshot " + path + " is incomplete: it has " + size + " bytes of " + length
                + "; get or make it again");
    }

    static PGliteException damaged(Path path, String part) {
        return new PGliteException("snapshot " + path + " is damaged: the checksum of its " + part
                + " does not match; get or make it again");
    }

    /** Fills a buffer up to its limit, from an offset; the file must be long enough. */
    static void readFully(FileChannel channel, ByteBuffer target, long offset) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new IOException("the file has become shorter");
            }
        }
    }

    private static int checksum(ByteBuffer header) {
        CRC32C sum = new CRC32C();
        sum.update(header.duplicate().position(0).limit(CHECKED));
        return (int) sum.getValue();
    }
}
