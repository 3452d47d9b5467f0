package dev.pglitej.internal.fork;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.MemoryRange;
import dev.pglitej.internal.engine.SharedImage;
import dev.pglitej.internal.engine.SharedMemory;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The memory behind the files that processes of a cluster map shared: PostgreSQL's dynamic shared memory. Each file has one memory, which
 * goes when the file has no name any more and no process maps it. It has a place of its own behind all that a process may have of memory,
 * so that one that has used up its own can still map what others have made. Thread-safe.
 */
// RATIONALE: "Where is dynamic shared memory?"
public final class SharedFileTable implements AutoCloseable {
    private static final int GRANULE = 65536;
    private static final long FIRST_PLACE = Integer.toUnsignedLong(Guest.SHARED_FROM);
    /** C's pointers to the end of something must not wrap around. */
    private static final long END_OF_PLACES = (1L << Integer.SIZE) - GRANULE;

    @GuardedBy("this")
    private final Map<Key, SharedFile> files = new HashMap<>();

    /** A key with methods of its own: those that a record gets cost 20 ms when a JVM first calls one. */
    private record Key(long device, long inode) {
        static Key of(Stat stat) {
            return new Key(stat.device(), stat.inode());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && device == key.device && inode == key.inode;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(31 * device + inode);
        }
    }

    /** One file's memory. What changes is the table's to guard. */
    static final class SharedFile {
        private final SharedMemory memory;
        /** Held open: a name that is gone says nothing any more. */
        private final OpenFile file;
        /** Whether all processes begin with it; its memory then belongs to the {@link SharedSegments}. */
        private boolean isInherited;

        private int mappings;
        /** Where all processes can map it; 0 where there was no place left. */
        private final int place;

        private SharedFile(SharedMemory memory, int place, OpenFile file) {
            this.memory = memory;
            this.place = place;
            this.file = file;
        }

        int place() {
            return place;
        }

        SharedMemory memory() {
            return memory;
        }

        private boolean isGone() {
            return mappings == 0 && !isInherited && file.stat().links() == 0;
        }

        private void close() {
            if (!isInherited) memory.close();
            file.close();
        }
    }

    /**
     * What a process maps; to be given back to {@link #unmap}.
     *
     * @throws EngineException if the system has no memory for it
     */
    synchronized SharedFile map(Description description, long length) {
        Stat stat = description.stat();
        SharedFile file = files.get(Key.of(stat));
        if (file == null) {
            OpenFile open = description.file().inode().open(OpenFlags.O_RDONLY);
            SharedMemory memory = memoryOf(Math.max(length, stat.size()), open);
            file = new SharedFile(memory, placeFor(memory.size()), open);
            files.put(Key.of(stat), file);
        }
        file.mappings++;
        return file;
    }

    private static SharedMemory memoryOf(long length, OpenFile file) {
        try {
            return SharedMemory.create(padded(length));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The first gap that is long enough; 0 if none is. */
    @GuardedBy("this")
    private int placeFor(long length) {
        List<SharedFile> placed = files.values().stream()
                .filter(file -> file.place != 0)
                .sorted((a, b) -> Integer.compareUnsigned(a.place, b.place))
                .toList();
        long from = FIRST_PLACE;
        for (SharedFile file : placed) {
            long place = Integer.toUnsignedLong(file.place);
            if (place - from >= length) break;
            from = place + file.memory.size();
        }
        return END_OF_PLACES - from >= length ? (int) from : 0;
    }

    /** Whether a file of this length can have memory, and a place for it. */
    synchronized boolean hasRoomFor(long length) {
        if (placeFor(padded(length)) == 0) return false;
        try (SharedMemory trial = SharedMemory.create(padded(length))) {
            return trial.size() >= length;
        } catch (EngineException e) {
            return false;
        }
    }

    private static long padded(long length) {
        return Math.addExact(length, GRANULE - 1) & -GRANULE;
    }

    synchronized void unmap(SharedFile file) {
        file.mappings--;
        if (file.mappings == 0) removeGone();
    }

    /** Gives back the memory of files that nobody has any more. */
    synchronized void removeGone() {
        for (Iterator<SharedFile> each = files.values().iterator(); each.hasNext(); ) {
            SharedFile file = each.next();
            if (!file.isGone()) continue;
            each.remove();
            file.close();
        }
    }

    /** Leaves a file's memory to the segments that all processes begin with, as long as the cluster is there. */
    synchronized void inherit(SharedFile file) {
        file.isInherited = true;
    }

    /** How much memory stands behind them, without that of those that all processes begin with. */
    synchronized long usedBytes() {
        return files.values().stream()
                .filter(file -> !file.isInherited)
                .mapToLong(file -> file.memory.usedBytes())
                .sum();
    }

    /** What the memory of a file held at one moment. */
    record Contents(int length, SharedImage image) {}

    /**
     * What a table was at one moment, by the names of the files.
     *
     * @param inherited the index of the segment behind a file that all processes begin with
     * @param others what is behind the rest
     */
    record Frozen(Map<String, Integer> inherited, Map<String, Contents> others) {
        void close() {
            others.values().forEach(contents -> contents.image().close());
        }
    }

    /** To be called when no process is left. A file without a name is gone with the last process, and no part of this. */
    synchronized Frozen freeze(FileSystem sharedFiles, SharedSegments segments) {
        Map<String, Integer> inherited = new TreeMap<>();
        Map<String, Contents> others = new TreeMap<>();
        for (DirectoryEntry entry : sharedFiles.root().entries()) {
            SharedFile file =
                    files.get(Key.of(sharedFiles.root().lookup(entry.name()).stat()));
            if (file == null) continue;
            Optional<Integer> segment = segments.indexOf(file.memory);
            if (segment.isPresent()) inherited.put(entry.name(), segment.get());
            else others.put(entry.name(), contents(file.memory));
        }
        return new Frozen(inherited, others);
    }

    private static Contents contents(SharedMemory memory) {
        int length = Math.toIntExact(memory.size());
        return new Contents(length, memory.capture(List.of(new MemoryRange(0, length))));
    }

    /**
     * A table of its own that is what another was.
     *
     * @param segments a copy of those that the other one was frozen with
     * @param sharedFiles a copy of the files
     */
    static SharedFileTable thaw(Frozen frozen, SharedSegments segments, FileSystem sharedFiles) {
        SharedFileTable table = new SharedFileTable();
        try {
            frozen.inherited()
                    .forEach((name, index) -> table.add(name, segments.memory(index), sharedFiles).isInherited = true);
            frozen.others().forEach((name, contents) -> {
                SharedMemory memory = SharedMemory.create(contents.length());
                table.add(name, memory, sharedFiles);
                memory.fill(contents.image());
            });
            return table;
        } catch (RuntimeException | Error e) {
            table.close();
            throw e;
        }
    }

    private synchronized SharedFile add(String name, SharedMemory memory, FileSystem sharedFiles) {
        OpenFile open = sharedFiles.root().lookup(name).open(OpenFlags.O_RDONLY);
        SharedFile file = new SharedFile(memory, placeFor(memory.size()), open);
        files.put(Key.of(open.stat()), file);
        return file;
    }

    /** Gives back all but what the segments own. Only when no process is left. */
    @Override
    public synchronized void close() {
        files.values().forEach(SharedFile::close);
        files.clear();
    }
}
