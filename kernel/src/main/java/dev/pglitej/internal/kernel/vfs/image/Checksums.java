package dev.pglitej.internal.kernel.vfs.image;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksum of images: CRC-32C, which processors compute. Thread-safe. */
final class Checksums {

    private Checksums() {}

    /** Of all bytes up to the limit, whatever the position. */
    static int of(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.duplicate().rewind());
        return (int) sum.getValue();
    }
}
