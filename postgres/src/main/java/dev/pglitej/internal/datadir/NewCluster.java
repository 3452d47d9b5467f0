package dev.pglitej.internal.datadir;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.pg.ControlFileData;
import dev.pglitej.internal.pg.WalSegment;
import dev.pglitej.internal.pg.XLogPageHeader;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

/**
 * Writes the files of a new cluster: a copy of a cluster that was shut down, with a system identifier of its own. PostgreSQL would take the
 * write-ahead log and the backups of another cluster with the same identifier for its own. Confined to one thread.
 */
// RATIONALE: "When does a new directory run initdb?"
public final class NewCluster {
    private static final String CONFIGURATION = "postgresql.conf";

    private static final int BUFFER = 1 << 18;

    private final SecureRandom random = new SecureRandom();
    private final long systemIdentifier = identifier(Instant.now(), random.nextInt());
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    /** As in BootStrapXLOG: the time, and 12 bits that differ between clusters that begin in the same microsecond. */
    private static long identifier(Instant now, int other) {
        long micros = now.getNano() / 1_000;
        return (now.getEpochSecond() << 32) | (micros << 12) | (other & 0xfff);
    }

    /**
     * Writes a new data directory as a copy of another.
     *
     * @param isDurable whether all of it has to be on disk when this returns
     */
    public void write(FileSystem origin, FileSystem target, boolean isDurable) {
        copy("", origin.root(), target.root());
        target.root().changeMode(origin.root().stat().permissions());
        // At the end instead of after each file, because the system has written most of them by then.
        if (isDurable) sync(target.root());
    }

    /** @param path of both, from the root, with a slash at its end except for the root */
    private void copy(String path, Directory from, Directory to) {
        for (DirectoryEntry entry : from.entries()) {
            Inode inode = from.lookup(entry.name());
            int permissions = inode.stat().permissions();
            switch (inode.type()) {
                case DIRECTORY ->
                    copy(path + entry.name() + "/", inode.asDirectory(), to.makeDirectory(entry.name(), permissions));
                case REGULAR -> {
                    try (OpenFile in = inode.open(OpenFlags.O_RDONLY);
                            OpenFile out = to.createFile(entry.name(), permissions, OpenFlags.O_RDWR)) {
                        if (path.isEmpty() && entry.name().equals(CONFIGURATION)) configure(in, out);
                        else copy(path + entry.name(), in, out);
                    }
                }
                default ->
                    throw new IllegalStateException("a new cluster has a " + inode.type() + ": " + path + entry.name());
            }
        }
    }

    private void copy(String path, OpenFile in, OpenFile out) {
        for (long position = 0; position < in.size(); ) {
            int count = in.read(buffer.clear(), position);
            if (count == 0) throw new IllegalStateException(path + " became shorter");
            buffer.flip();
            if (position == 0) identify(path);
            while (buffer.hasRemaining()) position += out.write(buffer, position);
        }
    }

    /** Replaces the settings for a database in memory by those for one on disk. */
    private static void configure(OpenFile in, OpenFile out) {
        ByteBuffer bytes = ByteBuffer.allocate((int) in.size());
        while (bytes.hasRemaining() && in.read(bytes, bytes.position()) > 0) {}
        String text = new String(bytes.array(), UTF_8);
        for (Map.Entry<String, String> setting : MemoryStorage.LOG_IN_MEMORY.entrySet()) {
            String name = setting.getKey();
            String line = name + " = " + setting.getValue();
            if (!text.contains(line)) throw new IllegalStateException(CONFIGURATION + " does not say " + line);
            text = text.replace(line, name + " = " + MemoryStorage.LOG_ON_DISK.get(name));
        }
        ByteBuffer changed = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (changed.hasRemaining()) out.write(changed, changed.position());
    }

    /** Changes the beginning of a file, which is in the buffer, if it has the system identifier. */
    private void identify(String path) {
        if (path.equals(ControlFile.PATH)) {
            byte[] nonce = new byte[ControlFileData.NONCE_BYTES];
            random.nextBytes(nonce);
            new ControlFileData(buffer).identify(systemIdentifier, nonce);
        }
        if (WalSegment.of(path).isPresent()) {
            XLogPageHeader header = new XLogPageHeader(buffer);
            if (!header.isLong()) {
                throw new IllegalStateException(path + " does not begin as a segment of the write-ahead log");
            }
            header.identify(systemIdentifier);
        }
    }

    private static void sync(Directory directory) {
        for (DirectoryEntry entry : directory.entries()) {
            Inode inode = directory.lookup(entry.name());
            if (inode instanceof Directory below) sync(below);
            else sync(inode, OpenFlags.O_RDWR);
        }
        sync(directory, OpenFlags.O_RDONLY);
    }

    private static void sync(Inode inode, int flags) {
        try (OpenFile file = inode.open(flags)) {
            file.sync(false);
        }
    }
}
