package dev.pglitej.internal.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks a tar archive into a directory while it arrives, in pieces of any size. It leaves out files with names of the host's own.
 * Confined to one thread.
 */
final class TarReader implements AutoCloseable {
    private static final int END_BLOCKS = 2;

    private final Path directory;
    private final ByteBuffer header = ByteBuffer.allocate(TarHeader.BLOCK);
    private @Nullable FileChannel file;
    private final Set<Path> links = new HashSet<>();
    private long contents;
    private int padding;
    private int emptyBlocks;

    /** @param directory an existing one, into which to unpack */
    TarReader(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** Takes all bytes of the buffer. */
    void accept(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (contents > 0) {
                contents -= write(bytes, contents);
                if (contents == 0) close();
            } else if (padding > 0) {
                int skipped = Math.min(padding, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                padding -= skipped;
            } else {
                int count = Math.min(header.remaining(), bytes.remaining());
                header.put(bytes.slice().limit(count));
                bytes.position(bytes.position() + count);
                if (!header.hasRemaining()) begin(new TarHeader(header.array()));
            }
        }
    }

    private long write(ByteBuffer bytes, long most) throws IOException {
        ByteBuffer part = bytes.slice().limit((int) Math.min(bytes.remaining(), most));
        int count = part.remaining();
        while (file != null && part.hasRemaining()) file.write(part);
        bytes.position(bytes.position() + count);
        return count;
    }

    private void begin(TarHeader entry) throws IOException {
        header.clear();
        if (entry.isEmpty()) {
            emptyBlocks++;
            return;
        }
        if (emptyBlocks > 0) throw new IOException("the archive has contents after its end");
        entry.check();
        Path path = path(entry.path());
        if (entry.isDirectory()) {
            OwnFiles.createDirectories(path);
        } else if (entry.isFile()) {
            OwnFiles.createDirectories(Objects.requireNonNullElse(path.getParent(), directory));
            if (!isHosts(path)) file = OwnFiles.open(path);
            contents = entry.contents();
            padding = entry.padding();
            if (contents == 0) close();
        } else if (entry.isLink()) {
            OwnFiles.createDirectories(Objects.requireNonNullElse(path.getParent(), directory));
            TablespaceLink.make(path, entry.target());
            links.add(path);
        } else {
            throw new IOException("the archive contains " + path + ", which is neither file nor directory (type "
                    + entry.type() + ")");
        }
    }

    /** A database in memory may contain files with such names, which would have a meaning in a directory. */
    private boolean isHosts(Path path) {
        return HostNames.ALL.contains(directory.relativize(path).toString());
    }

    private Path path(String name) throws IOException {
        Path path = directory.resolve(name).normalize();
        // The target of a link has no meaning on this machine, so a path through a link leads elsewhere.
        if (!path.startsWith(directory) || links.stream().anyMatch(path::startsWith)) {
            throw new IOException("the archive contains " + name + ", which would be outside of the directory");
        }
        return path;
    }

    /** Call it after the last byte; fails if the archive is incomplete. */
    void finish() throws IOException {
        if (emptyBlocks < END_BLOCKS || header.position() > 0) throw new IOException("the archive is incomplete");
    }

    @Override
    public void close() throws IOException {
        if (file != null) file.close();
        file = null;
    }
}
