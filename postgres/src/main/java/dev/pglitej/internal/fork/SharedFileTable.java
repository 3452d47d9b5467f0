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
 * is freed when the file has no name any more and no process maps it. The memory has a place of its own behind the largest memory that a
 * process may have, so that a process without free memory can still map the files of others. Thread-safe.
 */
// RATIONALE: "Where is dynamic shared memory?"
public final class SharedFileTable implements AutoCloseable {
    private static final int GRANULE = 65536;
    private static final long FIRST_PLACE = Integer.toUnsignedLong(Guest.SHARED_FROM);
    /** A C pointer to the end of a range must not wrap around. */
    private static final long END_OF_PLACES = (1L << Integer.SIZE) - GRANULE;

    @GuardedBy("this")
    private final Map<Key, SharedFile> files = new HashMap<>();

    /** Has methods of its own, because the first call of the methods that a record gets costs a JVM 20 ms. */
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

    /** One file's memory. The table guards the fields that change. */
    static final class SharedFile {
        private final SharedMemory memory;
        /** Held open, because the name may be removed. */
        private final OpenFile file;
        /** Whether all processes begin with it. Its memory then belongs to the {@link SharedSegments}. */
        private boolean isInherited;

        private int mappings;
        /** The address at which all processes can map it; 0 if there was no place left. */
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
     * The memory for a process to map. The caller passes it to {@link #unmap} afterwards.
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

    /** The first gap that is long enough; 0 if there is none. */
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

    /** Frees the memory of files that have no name and no mapping. */
    synchronized void removeGone() {
        for (Iterator<SharedFile> each = files.values().iterator(); each.hasNext(); ) {
            SharedFile file = each.next();
            if (!file.isGone()) continue;
            each.remove();
            file.close();
        }
    }

    /** Transfers a file's memory to the segments that all processes begin with, for the life of the cluster. */
    synchronized void inherit(SharedFile file) {
        file.isInherited = true;
    }

    /** The size of the files' memory, without the files that all processes begin with. */
    synchronized long usedBytes() {
        return files.values().stream()
                .filter(file -> !file.isInherited)
                .mapToLong(file -> file.memory.usedBytes())
                .sum();
    }

    /** The contents of a file's memory at one moment. */
    record Contents(int length, SharedImage image) {}

    /**
     * The contents of a table at one moment, by the names of the files.
     *
     * @param inherited the index of the segment behind a file that all processes begin with
     * @param others the contents of the other files
     */
    record Frozen(Map<String, Integer> inherited, Map<String, Contents> others) {
        void close() {
            others.values().forEach(contents -> contents.image().close());
        }
    }

    /** Call it when no process is left. Files without a name are not part of it; they end with the last process. */
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
     * Makes a new table with frozen contents.
     *
     * @param segments a copy of the segments with which the original was frozen
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

    /** Frees all memory that the segments do not own. Call it when no process is left. */
    @Override
    public synchronized void close() {
        files.values().forEach(SharedFile::close);
        files.clear();
    }
}
