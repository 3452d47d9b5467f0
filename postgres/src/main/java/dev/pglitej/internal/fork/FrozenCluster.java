package dev.pglitej.internal.fork;

import dev.pglitej.internal.engine.GuestImage;
import dev.pglitej.internal.engine.MemoryRange;
import dev.pglitej.internal.engine.SharedImage;
import dev.pglitej.internal.fork.SharedFileTable.Contents;
import dev.pglitej.internal.imports.HostCallbacks;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.pg.BufferPool;
import dev.pglitej.internal.pg.PostgresBuild;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The state of a cluster at rest, apart from its files. Any number of clusters can be opened from it. Immutable.
 *
 * <p>It does not contain the buffer pool: all buffers were as on disk, so copies begin with an empty one. RATIONALE: "Why may a copy of a
 * database throw the buffer pool away?"
 */
public final class FrozenCluster implements AutoCloseable {
    private static final int PAGE = 4096;

    private final BaseImage origin;
    private final List<SharedSegments.Frozen> segments;
    private final SharedFileTable.Frozen files;
    private final ReadWriteLock closing = new ReentrantReadWriteLock();
    private boolean isClosed;

    private FrozenCluster(BaseImage origin, List<SharedSegments.Frozen> segments, SharedFileTable.Frozen files) {
        this.origin = origin;
        this.segments = List.copyOf(segments);
        this.files = files;
    }

    /**
     * Takes the state of a cluster without processes whose buffers are at rest.
     *
     * @param sharedFiles the file system that is mounted at /dev/shm
     */
    public static FrozenCluster of(ForkSource image, FileSystem sharedFiles) {
        List<SharedSegments.Frozen> segments =
                image.segments().freeze(image.origin().buffers().range());
        SharedFileTable.Frozen files = image.sharedFiles().freeze(sharedFiles, image.segments());
        return new FrozenCluster(image.origin().keep(), segments, files);
    }

    /**
     * Opens a cluster that continues from this state.
     *
     * @param sharedFiles the file system to mount at /dev/shm, a copy of the original's
     * @throws IllegalStateException after {@link #close}
     */
    public ForkSource open(FileSystem sharedFiles, Clock clock) {
        closing.readLock().lock();
        try {
            checkOpen();
            Spares.Cluster memory = memory();
            try {
                SharedFileTable copied = SharedFileTable.thaw(files, memory.segments(), sharedFiles);
                return ForkSource.copied(origin.keep(), memory.segments(), memory.guests(), copied, clock);
            } catch (RuntimeException | Error e) {
                memory.discard();
                throw e;
            }
        } finally {
            closing.readLock().unlock();
        }
    }

    /** Shared memory with the frozen contents, and guests that have it mapped if another cluster has left some. */
    private Spares.Cluster memory() {
        Optional<Spares.Cluster> left = origin.spares().takeCluster(segments);
        if (left.isEmpty()) return new Spares.Cluster(SharedSegments.thaw(segments, origin.emptyBuffers()), List.of());
        try {
            left.get().segments().restore(segments, origin.emptyBuffers());
            return left.get();
        } catch (RuntimeException | Error e) {
            left.get().discard();
            throw e;
        }
    }

    private void checkOpen() {
        if (isClosed) throw new IllegalStateException("the snapshot is closed");
    }

    /**
     * Writes it into a file.
     *
     * @param offset where in the file, a multiple of 4096
     * @param description gets the properties that {@link #load} needs
     * @return the offset of its end
     */
    public long save(Path file, long offset, Properties description) {
        closing.readLock().lock();
        try {
            checkOpen();
            describe("image", offset, description);
            long end = align(origin.image().save(file, offset));
            describe("buffers", end, description);
            describe("buffers.address", origin.buffers().range().address(), description);
            describe("buffers.length", origin.buffers().range().length(), description);
            describe("buffers.count", origin.buffers().count(), description);
            end = align(origin.emptyBuffers().save(file, end));
            description.setProperty("session-pages", origin.sessionPages().toString());
            describe("segments", segments.size(), description);
            for (int i = 0; i < segments.size(); i++) {
                SharedSegments.Frozen segment = segments.get(i);
                describe("segment." + i, end, description);
                describe("segment." + i + ".address", segment.address(), description);
                describe("segment." + i + ".length", segment.length(), description);
                end = align(segment.contents().save(file, end));
            }
            files.inherited().forEach((name, index) -> describe("inherited." + name, index, description));
            for (Map.Entry<String, Contents> other : files.others().entrySet()) {
                describe("file." + other.getKey(), end, description);
                describe("file-length." + other.getKey(), other.getValue().length(), description);
                end = align(other.getValue().image().save(file, end));
            }
            origin.callbacks().places().forEach((name, place) -> describe("callback." + name, place, description));
            return end;
        } finally {
            closing.readLock().unlock();
        }
    }

    private static void describe(String key, long value, Properties description) {
        description.setProperty(key, Long.toString(value));
    }

    private static long align(long offset) {
        return (offset + PAGE - 1) / PAGE * PAGE;
    }

    /**
     * Loads a saved state. Most of it stays in the file, which must not be changed as long as a cluster that was opened from this is open.
     *
     * @throws dev.pglitej.internal.engine.EngineException if the file is damaged, or was saved by another build
     */
    public static FrozenCluster load(PostgresBuild build, Path file, Properties description) {
        GuestImage image = GuestImage.load(build.postgres(), file, number("image", description));
        List<SharedImage> loaded = new ArrayList<>();
        try {
            List<SharedSegments.Frozen> segments = new ArrayList<>();
            for (int i = 0; i < number("segments", description); i++) {
                String key = "segment." + i;
                int length = (int) number(key + ".length", description);
                SharedImage contents = SharedImage.load(file, number(key, description), length);
                loaded.add(contents);
                int address = (int) number(key + ".address", description);
                segments.add(new SharedSegments.Frozen(address, length, contents));
            }
            SharedImage empty = SharedImage.load(
                    file, number("buffers", description), segments.get(0).length());
            loaded.add(empty);
            MemoryRange range =
                    new MemoryRange(number("buffers.address", description), number("buffers.length", description));
            BufferPool buffers = new BufferPool(range, (int) number("buffers.count", description));
            HostCallbacks callbacks = HostCallbacks.at(numbers("callback.", description));
            SharedFileTable.Frozen files =
                    new SharedFileTable.Frozen(numbers("inherited.", description), others(file, description, loaded));
            SessionPages pages = SessionPages.parse(text("session-pages", description));
            return new FrozenCluster(new BaseImage(image, callbacks, buffers, empty, pages), segments, files);
        } catch (RuntimeException | Error e) {
            loaded.forEach(SharedImage::close);
            image.close();
            throw e;
        }
    }

    private static Map<String, Contents> others(Path file, Properties description, List<SharedImage> loaded) {
        Map<String, Contents> others = new TreeMap<>();
        numbers("file-length.", description).forEach((name, length) -> {
            SharedImage image = SharedImage.load(file, number("file." + name, description), length);
            loaded.add(image);
            others.put(name, new Contents(length, image));
        });
        return others;
    }

    private static long number(String key, Properties description) {
        return Long.parseLong(text(key, description));
    }

    private static String text(String key, Properties description) {
        String text = description.getProperty(key);
        if (text == null) throw new IllegalArgumentException("the description of a saved cluster lacks " + key);
        return text;
    }

    private static Map<String, Integer> numbers(String prefix, Properties description) {
        Map<String, Integer> numbers = new TreeMap<>();
        for (String key : description.stringPropertyNames()) {
            if (key.startsWith(prefix)) numbers.put(key.substring(prefix.length()), (int) number(key, description));
        }
        return numbers;
    }

    /** Waits for calls of {@link #open}, and frees the memory that only this keeps. Closing again does nothing. */
    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            if (isClosed) return;
            isClosed = true;
            segments.forEach(segment -> segment.contents().close());
            files.close();
            origin.leave();
        } finally {
            closing.writeLock().unlock();
        }
    }
}
