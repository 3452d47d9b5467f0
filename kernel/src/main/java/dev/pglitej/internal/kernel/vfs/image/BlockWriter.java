package dev.pglitej.internal.kernel.vfs.image;

import dev.pglitej.internal.kernel.vfs.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the blocks of an image, each contents once: initdb makes three databases that hardly differ. Confined to one thread.
 *
 * <p>Blocks are the same if their SHA-256 is.
 */
final class BlockWriter {

    private static final int HOLE = 0;

    private final FileChannel channel;
    private final Map<ByteBuffer, Integer> numbers = new HashMap<>();
    private final MessageDigest digest = sha256();
    private final ByteBuffer block = ByteBuffer.allocateDirect(FileImage.BLOCK);
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(FileImage.BLOCK);
    private int[] checksums = new int[1024];

    /** For a channel that stands behind the header. */
    BlockWriter(FileChannel channel) {
        this.channel = channel;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    int count() {
        return numbers.size();
    }

    /** Those of all blocks, in order. */
    ByteBuffer checksums() {
        ByteBuffer bytes = ByteBuffer.allocate(count() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(checksums, 0, count());
        return bytes;
    }

    /** Takes the block at that position of a file; says which number it has got. */
    int write(OpenFile file, long position, int length) throws IOException {
        fill(file, position, length);
        if (block.mismatch(zeros.clear()) < 0) return HOLE;
        digest.update(block.duplicate());
        ByteBuffer key = ByteBuffer.wrap(digest.digest());
        Integer known = numbers.get(key);
        return known == null ? add(key) : known;
    }

    private void fill(OpenFile file, long position, int length) {
        block.clear().limit(length);
        while (block.hasRemaining()) {
            if (file.read(block, position + block.position()) == 0) {
                throw new IllegalStateException("a file became shorter while its file system was written to an image");
            }
        }
        block.limit(FileImage.BLOCK);
        block.put(zeros.clear().limit(block.remaining())).flip();
    }

    private int add(ByteBuffer key) throws IOException {
        int index = numbers.size();
        numbers.put(key, index + 1);
        if (index == checksums.length) checksums = Arrays.copyOf(checksums, 2 * index);
        checksums[index] = Checksums.of(block);
        while (block.hasRemaining()) channel.write(block);
        return index + 1;
    }
}
