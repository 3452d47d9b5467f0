package dev.pglitej.internal.snapshot;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.backend.ClusterObserver;
import dev.pglitej.internal.backend.ClusterObserver.Request;
import dev.pglitej.internal.backend.Processor;
import dev.pglitej.internal.cluster.Cluster;
import dev.pglitej.internal.cluster.Incarnation;
import dev.pglitej.internal.datadir.MemoryStorage;
import dev.pglitej.internal.datadir.Storage;
import dev.pglitej.internal.fork.FrozenCluster;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.time.Deadline;
import dev.pglitej.internal.kernel.vfs.image.FileImage;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import dev.pglitej.internal.options.DatabaseOptions;
import dev.pglitej.internal.pg.Signal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes a snapshot of a running database. Confined to one thread.
 *
 * <p>Without clients it pauses the cluster and copies files and shared memory. For that, all buffers have to be as on disk, so it first
 * makes a checkpoint if something was written since the last one. With clients it copies only the files, right after a checkpoint and while
 * no transaction is open. Copies then begin with recovery, as after a crash at that moment.
 *
 * <p>Files in memory are forked. Files in a directory are copied into one temporary file, while sessions wait. That file is mapped, so it
 * takes no heap, and the operating system caches it. RATIONALE: "Why are a directory's files copied for a snapshot, and not shared?"
 */
public final class SnapshotTaker {
    private static final Set<BackendKind> CHECKPOINTER =
            Collections.unmodifiableSet(EnumSet.of(BackendKind.CHECKPOINTER));
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final DatabaseOptions options;
    private final Cluster cluster;
    private final Incarnation incarnation;
    private final Processor processor;
    private final Storage storage;
    private final MemoryFileSystem sharedFiles;

    public SnapshotTaker(DatabaseOptions options, Cluster cluster, Storage storage, MemoryFileSystem sharedFiles) {
        this.options = options.inMemory();
        this.cluster = cluster;
        this.incarnation = cluster.incarnation();
        this.processor = incarnation.processor();
        this.storage = storage;
        this.sharedFiles = sharedFiles;
    }

    /** Takes a snapshot; waits for open transactions at most for this time. */
    public DatabaseSnapshot take(Duration patience) {
        Deadline deadline = Deadline.in(patience);
        try (ClusterObserver observer = new ClusterObserver(cluster.environment(), incarnation.image())) {
            while (true) {
                try (Cluster.Pause pause = cluster.pause(deadline.leftNanos()).orElse(null)) {
                    if (pause == null) return filesAlone(observer, deadline);
                    if (observer.buffersAreAtRest()) return atRest();
                }
                checkpoint(observer, deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PGliteException("interrupted while taking a snapshot", e);
        }
    }

    private DatabaseSnapshot atRest() {
        FrozenCluster state = FrozenCluster.of(incarnation.image(), sharedFiles);
        try {
            return new DatabaseSnapshot(options, files(), sharedFiles.fork(), Optional.of(state));
        } catch (RuntimeException | Error e) {
            state.close();
            throw e;
        }
    }

    private MemoryFileSystem files() {
        return storage instanceof MemoryStorage memory ? memory.files().fork() : copied();
    }

    private MemoryFileSystem copied() {
        try {
            // Reads the property now, because the JDK remembers its first value.
            Path file =
                    Files.createTempFile(Path.of(System.getProperty("java.io.tmpdir")), "pglitej-snapshot-", ".tmp");
            try {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    FileImage.write(storage.files(), channel);
                }
                return MemoryFileSystem.over(FileImage.open(file).nodes(), incarnation.clock(), Capacity.unlimited());
            } finally {
                // The contents stay until the mapping ends.
                Files.delete(file);
            }
        } catch (IOException | ErrnoException e) {
            throw new PGliteException(
                    "cannot copy the database's files into a temporary file: " + e
                            + "; make room, or name another place by the system property java.io.tmpdir",
                    e);
        }
    }

    private DatabaseSnapshot filesAlone(ClusterObserver observer, Deadline deadline) {
        checkpoint(observer, deadline);
        processor.acquire(() -> {});
        try {
            while (true) {
                List<Integer> busy = busy(observer);
                // A process that waits for a disk may be changing a file.
                if (busy.isEmpty() && processor.isNoneAbsent()) break;
                if (deadline.isOver()) throw notQuiet(busy);
                processor.awaitProgress(() -> {}, Math.min(deadline.leftNanos(), LOOK_AGAIN_NANOS));
            }
            MemoryFileSystem none = new MemoryFileSystem(incarnation.clock(), Capacity.unlimited());
            return new DatabaseSnapshot(options, files(), none, Optional.empty());
        } finally {
            processor.release();
        }
    }

    private static PGliteException notQuiet(List<Integer> busy) {
        if (busy.isEmpty()) return new PGliteException("no snapshot can be taken while a process waits for the disk");
        return new PGliteException("no snapshot can be taken while transactions are open: "
                + (busy.size() == 1 ? "process " + busy.get(0) + " has" : "processes " + busy + " have")
                + " had one for longer than the snapshot was to wait; end it, or wait longer");
    }

    private List<Integer> busy(ClusterObserver observer) {
        return incarnation.children().of(Incarnation.CLIENTS).stream()
                .map(Backend::pid)
                .filter(pid -> !observer.isIdle(pid))
                .toList();
    }

    /** Makes the checkpointer write all dirty buffers. */
    private void checkpoint(ClusterObserver observer, Deadline deadline) {
        processor.acquire(() -> {});
        try {
            Request request = observer.requestCheckpoint();
            incarnation.needCheckpointer();
            incarnation.children().signal(CHECKPOINTER, Signal.SIGURG);
            while (!observer.isDone(request)) {
                if (observer.hasFailed(request)) {
                    throw new PGliteException("the checkpoint before a snapshot failed; the database's log says why");
                }
                expectTime(deadline, "the checkpoint before it was not done");
                processor.awaitProgress(() -> {}, Math.min(deadline.leftNanos(), LOOK_AGAIN_NANOS));
            }
        } finally {
            processor.release();
        }
    }

    private static void expectTime(Deadline deadline, String what) {
        if (deadline.isOver()) throw new PGliteException("no snapshot was taken in time: " + what + "; wait longer");
    }
}
