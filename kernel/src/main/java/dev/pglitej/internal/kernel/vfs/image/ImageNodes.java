package dev.pglitej.internal.kernel.vfs.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.memory.FileContents;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.DirectoryNode;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.FileNode;
import dev.pglitej.internal.kernel.vfs.memory.MemoryNode.LinkNode;
import dev.pglitej.internal.kernel.vfs.memory.UnreadNodes;
import java.nio.ByteBuffer;

/** The nodes of an image, read from its index. Its checksum has been verified, so it is as it was written. Thread-safe. */
final class ImageNodes extends UnreadNodes {
    private static final int OFFSET_OF_LINKS = 12;
    private static final int OFFSET_OF_TIMES = 16;
    private static final int OFFSET_OF_SIZE = 40;
    private static final int OFFSET_OF_CONTENTS = 48;

    private final ByteBuffer index;
    private final ImageBlocks blocks;

    ImageNodes(ByteBuffer index, ImageBlocks blocks, int count) {
        super(count);
        this.index = index;
        this.blocks = blocks;
    }

    @Override
    public MemoryNode read(int slot) {
        int start = index.getInt((blocks.count() + slot) * Integer.BYTES);
        ByteBuffer at = index.duplicate().order(index.order()).position(start + OFFSET_OF_CONTENTS);
        int mode = index.getInt(start);
        long size = index.getLong(start + OFFSET_OF_SIZE);
        MemoryNode node = switch (FileType.ofMode(mode)) {
            case DIRECTORY -> directory(slot, (int) size, at);
            case SYMLINK -> new LinkNode(number(slot), text(at, (int) size));
            default -> new FileNode(number(slot), new FileContents(new ImageFile(blocks, index, at.position(), size)));
        };
        node.permissions = mode & Stat.PERMISSIONS;
        node.uid = index.getInt(start + 4);
        node.gid = index.getInt(start + 8);
        node.links = index.getInt(start + OFFSET_OF_LINKS);
        node.accessed = index.getLong(start + OFFSET_OF_TIMES);
        node.modified = index.getLong(start + OFFSET_OF_TIMES + Long.BYTES);
        node.changed = index.getLong(start + OFFSET_OF_TIMES + 2 * Long.BYTES);
        return node;
    }

    private MemoryNode directory(int slot, int size, ByteBuffer at) {
        int parent = at.getInt();
        DirectoryNode directory = new DirectoryNode(number(slot), parent, name(at));
        for (int i = 0; i < size; i++) {
            int child = at.getInt();
            directory.entries.put(name(at), child);
        }
        return directory;
    }

    private static String name(ByteBuffer at) {
        return text(at, Short.toUnsignedInt(at.getShort()));
    }

    private static String text(ByteBuffer at, int length) {
        byte[] bytes = new byte[length];
        at.get(bytes);
        return new String(bytes, UTF_8);
    }
}
