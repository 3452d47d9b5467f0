package dev.pglitej.internal.kernel.vfs.image;

import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.memory.FileContents;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import dev.pglitej.internal.kernel.vfs.memory.UnreadNodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A whole file system in one file, mapped read-only: names, modes, owners, times, contents. Immutable.
 *
 * <p>{@link MemoryFileSystem#over} makes writable file systems over it, which read the mapped bytes in place. So the bytes are in memory
 * once for all databases of all JVMs of a machine, in the page cache, and never in a heap. The garbage collector ends the mapping. The file
 * may be removed or replaced by another while it is mapped, but must not be changed or truncated.
 *
 * <p>Format, version {@value #VERSION}, numbers little-endian. The header is a block of {@value #BLOCK} bytes, of which these are used:
 *
 * <pre>
 *  0  8 bytes  "PGJFILES"
 *  8  int      version
 * 12  int      size of a block
 * 16  long     length of the image
 * 24  long     where the index begins, directly behind the blocks
 * 32  int      number of blocks, the header not counted
 * 36  int      number of nodes
 * 40  int      CRC-32C of the index
 * 44  int      CRC-32C of the header's bytes 0 to 43
 * </pre>
 *
 * <p>Blocks follow, each different from all others and none all zeros; the last one of a file is filled up with zeros. Block n begins
 * at n times their size, so that number 0 is free to mean a hole. The index is the blocks' CRC-32C, an int each, where in the index each
 * node begins, an int each, and then the nodes, which are read when they are first needed. Node 0 is the root:
 *
 * <pre>
 * int mode, int uid, int gid, int links, long accessed, long modified, long changed (nanoseconds since the epoch), long size, and
 *   regular file: for each started block of its size the block's number, an int
 *   directory: int node of its parent (its own for the root), its name, and for each entry (size is their number) int node, its name;
 *     a name is a short, its length, and as many UTF-8 bytes
 *   symbolic link: the UTF-8 bytes of its target (size is their number)
 * </pre>
 */
// RATIONALE: "Why an image format of our own for file systems?"
public final class FileImage {

    static final long MAGIC = 0x53454c49464a4750L;
    static final int VERSION = 2;
    static final int BLOCK = FileContents.CHUNK;
    static final int HEADER_BYTES = 48;
    static final int HEADER_CHECKED = 44;

    private final String name;
    private final ImageBlocks blocks;
    private final ByteBuffer index;
    private final ImageNodes nodes;

    private FileImage(String name, ImageBlocks blocks, ByteBuffer index, int nodeCount) {
        this.name = name;
        this.blocks = blocks;
        this.index = index;
        this.nodes = new ImageNodes(index, blocks, nodeCount);
    }

    /**
     * Writes the contents of a file system to a file, which is complete and on disk when it appears under its name.
     *
     * @param fileSystem must not change meanwhile: fork one that does
     * @throws IllegalArgumentException if it holds a device
     */
    public static void write(FileSystem fileSystem, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = Files.createTempFile(target.getParent(), target.getFileName() + "-", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                write(fileSystem, channel);
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes an image to where a channel stands, which stands behind the image then; says how many bytes that were. */
    public static long write(FileSystem fileSystem, FileChannel channel) throws IOException {
        return new FileImageWriter(channel).write(fileSystem.root());
    }

    /**
     * Maps an image.
     *
     * @throws FileImageException if it is not an image, of another version, incomplete, or its index is damaged; {@link #verify} checks the
     *     contents
     */
    public static FileImage open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return open(file.toString(), channel, 0);
        }
    }

    /**
     * Maps an image that lies within a file.
     *
     * @param name for messages
     * @param channel may be closed afterwards
     * @param offset where it begins, a multiple of {@value #BLOCK} for the sake of speed
     * @throws FileImageException as {@link #open(Path)} does
     */
    public static FileImage open(String name, FileChannel channel, long offset) throws IOException {
        ByteBuffer header = header(name, channel, offset);
        long length = header.getLong(16);
        long indexAt = header.getLong(24);
        int blockCount = header.getInt(32);
        long available = channel.size() - offset;
        if (length > available) {
            throw new FileImageException(
                    "%s is incomplete: it has %d bytes of %d; get or make it again".formatted(name, available, length));
        }
        ByteBuffer index = channel.map(FileChannel.MapMode.READ_ONLY, offset + indexAt, length - indexAt)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (Checksums.of(index) != header.getInt(40)) throw damaged(name, "its index");
        ImageBlocks blocks = ImageBlocks.map(channel, offset, blockCount);
        return new FileImage(name, blocks, index, header.getInt(36));
    }

    private static ByteBuffer header(String name, FileChannel channel, long offset) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining() && channel.read(header, offset + header.position()) > 0) {}
        if (header.position() < HEADER_BYTES || header.getLong(0) != MAGIC) {
            throw new FileImageException(name + " is not an image of a file system");
        }
        if (header.getInt(8) != VERSION) {
            throw new FileImageException("%s is an image of version %d, but this is version %d; make it again"
                    .formatted(name, header.getInt(8), VERSION));
        }
        if (Checksums.of(header.slice(0, HEADER_CHECKED)) != header.getInt(HEADER_CHECKED)
                || header.getInt(12) != BLOCK) {
            throw damaged(name, "its header");
        }
        return header;
    }

    private static FileImageException damaged(String name, String what) {
        return new FileImageException(
                "%s is damaged: the checksum of %s does not match; get or make it again".formatted(name, what));
    }

    /**
     * Reads all contents.
     *
     * @throws FileImageException if any of it is not what was written
     */
    public void verify() {
        for (int block = 1; block <= blocks.count(); block++) {
            if (Checksums.of(blocks.get(block)) != index.getInt((block - 1) * Integer.BYTES)) {
                throw damaged(name, "block " + block + " of " + blocks.count());
            }
        }
    }

    /** How many block numbers a file of that size has. */
    static int blocksOf(long size) {
        return Math.toIntExact((size + BLOCK - 1) / BLOCK);
    }

    /** How many blocks of contents it has, each of {@value #BLOCK} bytes. */
    public int blockCount() {
        return blocks.count();
    }

    /** The nodes with which memory file systems over it begin. */
    public UnreadNodes nodes() {
        return nodes;
    }

    @Override
    public String toString() {
        return name;
    }
}
