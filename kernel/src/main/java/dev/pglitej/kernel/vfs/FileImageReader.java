package dev.pglitej.kernel.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.kernel.vfs.MemoryNode.DirectoryNode;
import dev.pglitej.kernel.vfs.MemoryNode.FileNode;
import dev.pglitej.kernel.vfs.MemoryNode.LinkNode;
import java.nio.ByteBuffer;

/** Reads the index of an image, once. Its checksum has been verified, so it is as it was written. Confined to one thread. */
final class FileImageReader {

    private static final int LINKS_OF_EMPTY_DIRECTORY = 2;

    private final ByteBuffer index;
    private final ImageBlocks blocks;
    private final NodeTable nodes = new NodeTable();

    /** Where the next number or text is. */
    private final ByteBuffer at;

    FileImageReader(ByteBuffer index, ImageBlocks blocks) {
        this.index = index;
        this.blocks = blocks;
        this.at = index.duplicate().order(index.order()).position(blocks.count() * Integer.BYTES);
    }

    /** All nodes, each in the slot of its number. */
    NodeTable read(int count) {
        for (int number = 0; number < count; number++) {
            nodes.add(node());
        }
        for (int number = 0; number < count; number++) {
            if (nodes.get(number) instanceof DirectoryNode directory) {
                link(directory, number);
            }
        }
        return nodes;
    }

    private MemoryNode node() {
        int mode = at.getInt();
        int uid = at.getInt();
        int gid = at.getInt();
        long accessed = at.getLong();
        long modified = at.getLong();
        long changed = at.getLong();
        long size = at.getLong();
        MemoryNode node = switch (FileType.ofMode(mode)) {
            case DIRECTORY -> directory((int) size);
            case SYMLINK -> new LinkNode(nodes.owner(), nodes.nextNumber(), text((int) size));
            default -> file(size);
        };
        node.permissions = mode & Stat.PERMISSIONS;
        node.uid = uid;
        node.gid = gid;
        node.accessed = accessed;
        node.modified = modified;
        node.changed = changed;
        return node;
    }

    private MemoryNode file(long size) {
        ImageFile contents = new ImageFile(blocks, index, at.position(), size);
        at.position(at.position() + FileImage.blocksOf(size) * Integer.BYTES);
        return new FileNode(nodes.owner(), nodes.nextNumber(), new FileContents(contents));
    }

    /** Its own name and place become known with the directory that it is in. */
    private MemoryNode directory(int size) {
        DirectoryNode directory = new DirectoryNode(nodes.owner(), nodes.nextNumber(), NodeTable.ROOT, "");
        directory.links = LINKS_OF_EMPTY_DIRECTORY;
        for (int i = 0; i < size; i++) {
            int child = at.getInt();
            directory.entries.put(text(Short.toUnsignedInt(at.getShort())), child);
        }
        return directory;
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        at.get(bytes);
        return new String(bytes, UTF_8);
    }

    private void link(DirectoryNode directory, int number) {
        directory.entries.forEach((name, child) -> {
            MemoryNode node = nodes.get(child);
            if (node instanceof DirectoryNode subdirectory) {
                subdirectory.parent = number;
                subdirectory.name = name;
                directory.links++;
            } else {
                node.links++;
            }
        });
    }
}
