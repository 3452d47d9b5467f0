package dev.pglitej.internal.kernel.vfs.image;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.memory.Backing;
import dev.pglitej.internal.kernel.vfs.memory.FileContents;
import java.nio.ByteBuffer;

/** The contents of one file of an image, in place. Immutable. */
final class ImageFile implements Backing {

    private final ImageBlocks blocks;
    private final ByteBuffer index;
    private final int numbersAt;
    private final long size;

    /**
     * The file of {@code size} bytes.
     *
     * @param numbersAt where its block numbers are in the index
     */
    ImageFile(ImageBlocks blocks, ByteBuffer index, int numbersAt, long size) {
        this.blocks = blocks;
        this.index = index;
        this.numbersAt = numbersAt;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    /** The JVM throws an InternalError if the disk fails, or if the file was truncated. */
    @Override
    public void read(ByteBuffer target, long position) {
        try {
            readMapped(target, position);
        } catch (InternalError e) {
            throw Errno.EIO.failure(e);
        }
    }

    private void readMapped(ByteBuffer target, long position) {
        long at = position;
        while (target.hasRemaining()) {
            int offset = (int) (at % FileImage.BLOCK);
            int length = Math.min(FileImage.BLOCK - offset, target.remaining());
            int block = index.getInt(numbersAt + (int) (at / FileImage.BLOCK) * Integer.BYTES);
            if (block == 0) {
                FileContents.putZeros(target, length);
            } else {
                blocks.read(block, offset, target, length);
            }
            at += length;
        }
    }
}
