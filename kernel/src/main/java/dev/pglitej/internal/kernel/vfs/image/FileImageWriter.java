package dev.pglitej.internal.kernel.vfs.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.Symlink;
import dev.pglitej.internal.kernel.vfs.memory.NodeTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes one image, in the format that {@link FileImage} describes. Confined to one thread. */
final class FileImageWriter {

    private static final int NODE_BYTES = 4 * Integer.BYTES + 4 * Long.BYTES;

    private final FileChannel channel;
    private final long start;
    private final BlockWriter blocks;
    private final List<Found> inodes = new ArrayList<>();
    /** The numbers of files that may be met again under another name. */
    private final Map<Long, Integer> linked = new HashMap<>();

    /** The nodes, and where each begins. */
    private final IndexBytes index = new IndexBytes();

    private final List<Integer> starts = new ArrayList<>();

    /** An inode, and under which name in which directory it was met first. */
    private record Found(Inode inode, int parent, String name) {}

    FileImageWriter(FileChannel channel) throws IOException {
        this.channel = channel;
        this.start = channel.position();
        this.blocks = new BlockWriter(channel);
    }

    /** Says how many bytes the image has. */
    long write(Directory root) throws IOException {
        writeFully(ByteBuffer.allocate(FileImage.BLOCK));
        inodes.add(new Found(root, NodeTable.ROOT, ""));
        for (int number = 0; number < inodes.size(); number++) {
            starts.add(index.size());
            node(number);
        }
        long indexAt = channel.position() - start;
        ByteBuffer checked = wholeIndex();
        int indexSum = Checksums.of(checked);
        writeFully(checked);
        long end = channel.position();
        header(end - start, indexAt, indexSum);
        channel.position(end);
        return end - start;
    }

    /** The header comes last, so that an unfinished file is not an image. */
    private void header(long length, long indexAt, int indexSum) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FileImage.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(FileImage.MAGIC)
                .putInt(FileImage.VERSION)
                .putInt(FileImage.BLOCK)
                .putLong(length)
                .putLong(indexAt)
                .putInt(blocks.count())
                .putInt(inodes.size())
                .putInt(indexSum);
        header.putInt(Checksums.of(header.slice(0, FileImage.HEADER_CHECKED)));
        channel.position(start);
        writeFully(header.flip());
    }

    private ByteBuffer wholeIndex() {
        ByteBuffer sums = blocks.checksums();
        int nodesAt = Math.addExact(sums.remaining(), starts.size() * Integer.BYTES);
        IndexBytes offsets = new IndexBytes();
        for (int start : starts) offsets.putInt(Math.addExact(nodesAt, start));
        ByteBuffer whole = ByteBuffer.allocate(Math.addExact(nodesAt, index.size()));
        return whole.put(sums)
                .put(offsets.toByteArray())
                .put(index.toByteArray())
                .flip();
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    private void node(int number) throws IOException {
        Found found = inodes.get(number);
        Inode inode = found.inode();
        Stat stat = inode.stat();
        switch (inode.type()) {
            case DIRECTORY -> directory(number, found, stat);
            case REGULAR -> file(inode, stat);
            case SYMLINK -> {
                byte[] target = ((Symlink) inode).target().getBytes(UTF_8);
                attributes(stat, stat.links(), target.length);
                index.putBytes(target);
            }
            default ->
                throw new IllegalArgumentException(
                        "an image holds files, directories and symbolic links, but this is a " + inode.type());
        }
    }

    private void attributes(Stat stat, int links, long size) {
        ByteBuffer node = ByteBuffer.allocate(NODE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        node.putInt(stat.mode())
                .putInt(stat.uid())
                .putInt(stat.gid())
                .putInt(links)
                .putLong(stat.accessedNanos())
                .putLong(stat.modifiedNanos())
                .putLong(stat.changedNanos())
                .putLong(size);
        index.putBytes(node.array());
    }

    private void directory(int number, Found found, Stat stat) {
        Directory directory = found.inode().asDirectory();
        List<DirectoryEntry> entries = directory.entries();
        attributes(stat, linksOf(entries), entries.size());
        index.putInt(found.parent());
        name(found.name());
        for (DirectoryEntry entry : entries) {
            index.putInt(number(new Found(directory.lookup(entry.name()), number, entry.name())));
            name(entry.name());
        }
    }

    /** Some systems' directories have another number of them. */
    private static int linksOf(List<DirectoryEntry> entries) {
        int links = 2;
        for (DirectoryEntry entry : entries) {
            if (entry.type() == FileType.DIRECTORY) links++;
        }
        return links;
    }

    private void name(String name) {
        byte[] bytes = name.getBytes(UTF_8);
        index.putShort(bytes.length);
        index.putBytes(bytes);
    }

    private int number(Found found) {
        Inode inode = found.inode();
        Stat stat = inode.stat();
        boolean maybeAgain = stat.links() > 1 && inode.type() == FileType.REGULAR;
        Integer known = maybeAgain ? linked.get(stat.inode()) : null;
        if (known != null) return known;
        int number = inodes.size();
        inodes.add(found);
        if (maybeAgain) linked.put(stat.inode(), number);
        return number;
    }

    private void file(Inode inode, Stat stat) throws IOException {
        attributes(stat, stat.links(), stat.size());
        try (OpenFile file = inode.open(OpenFlags.O_RDONLY)) {
            int count = FileImage.blocksOf(stat.size());
            for (int i = 0; i < count; i++) {
                long position = (long) i * FileImage.BLOCK;
                int length = (int) Math.min(FileImage.BLOCK, stat.size() - position);
                index.putInt(blocks.write(file, position, length));
            }
        }
    }

    /** Bytes that grow, with numbers in them little-endian. */
    private static final class IndexBytes extends ByteArrayOutputStream {

        void putInt(int value) {
            putShort(value);
            putShort(value >> Short.SIZE);
        }

        void putShort(int value) {
            write(value);
            write(value >> Byte.SIZE);
        }

        void putBytes(byte[] bytes) {
            writeBytes(bytes);
        }
    }
}
