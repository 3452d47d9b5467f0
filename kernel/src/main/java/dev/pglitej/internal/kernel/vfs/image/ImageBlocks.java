package dev.pglitej.internal.kernel.vfs.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The mapped blocks of an image, by their numbers from 1 on. Immutable. */
final class ImageBlocks {

    private static final int SEGMENT_SHIFT = 17;
    /** A buffer has less than 2 GiB. */
    private static final int BLOCKS_PER_SEGMENT = 1 << SEGMENT_SHIFT;

    private final ByteBuffer[] segments;
    private final int count;

    private ImageBlocks(ByteBuffer[] segments, int count) {
        this.segments = segments;
        this.count = count;
    }

    static ImageBlocks map(FileChannel channel, long offset, int count) throws IOException {
        // The header is mapped with them, as number 0.
        int withHeader = count + 1;
        ByteBuffer[] segments = new ByteBuffer[(withHeader + BLOCKS_PER_SEGMENT - 1) >> SEGMENT_SHIFT];
        for (int i = 0; i < segments.length; i++) {
            int first = i << SEGMENT_SHIFT;
            long bytes = (long) Math.min(BLOCKS_PER_SEGMENT, withHeader - first) * FileImage.BLOCK;
            segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, offset + (long) first * FileImage.BLOCK, bytes);
        }
        return new ImageBlocks(segments, count);
    }

    int count() {
        return count;
    }

    ByteBuffer get(int block) {
        return segments[block >> SEGMENT_SHIFT].slice(inSegment(block), FileImage.BLOCK);
    }

    /** Puts {@code length} bytes of a block into {@code target}, whose position moves. */
    void read(int block, int offset, ByteBuffer target, int length) {
        int to = target.position();
        target.put(to, segments[block >> SEGMENT_SHIFT], inSegment(block) + offset, length);
        target.position(to + length);
    }

    private static int inSegment(int block) {
        return (block & (BLOCKS_PER_SEGMENT - 1)) * FileImage.BLOCK;
    }
}
