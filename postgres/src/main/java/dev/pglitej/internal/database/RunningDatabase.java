package dev.pglitej.internal.database;

import dev.pglitej.api.PGliteException;
import dev.pglitej.api.Statistics;
import dev.pglitej.internal.admin.Backup;
import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.cluster.Children;
import dev.pglitej.internal.cluster.Cluster;
import dev.pglitej.internal.cluster.Incarnation;
import dev.pglitej.internal.cluster.Shutdown;
import dev.pglitej.internal.datadir.MemoryStorage;
import dev.pglitej.internal.datadir.Storage;
import dev.pglitej.internal.kernel.FirstFailure;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import dev.pglitej.internal.options.DatabaseOptions;
import dev.pglitej.internal.snapshot.DatabaseSnapshot;
import dev.pglitej.internal.snapshot.SnapshotTaker;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An open database: its storage, its kernel, and the cluster that runs on them. Made by {@link DatabaseAssembly}. Thread-safe. */
public final class RunningDatabase implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RunningDatabase.class.getName());

    private final DatabaseOptions options;
    private final Storage storage;
    private final MemoryFileSystem sharedFiles;
    private final Timers timers;
    private final MountTable files;
    private final Cluster cluster;
    private final Runnable leave;
    private final ReentrantLock closing = new ReentrantLock();

    RunningDatabase(
            DatabaseOptions options,
            Storage storage,
            MemoryFileSystem sharedFiles,
            Timers timers,
            MountTable files,
            Cluster cluster,
            Runnable leave) {
        this.options = options;
        this.storage = storage;
        this.sharedFiles = sharedFiles;
        this.timers = timers;
        this.files = files;
        this.cluster = cluster;
        this.leave = leave;
    }

    /** Shuts down with a checkpoint, and keeps the files. For a database whose files are in memory. */
    MemoryFileSystem shutDownKeepingFiles() {
        if (!(storage instanceof MemoryStorage memory)) throw new IllegalStateException("not in memory");
        closing.lock();
        try {
            cluster.shutDown(Shutdown.FAST);
            return memory.files().fork();
        } finally {
            shutDown(Shutdown.FAST);
            closing.unlock();
        }
    }

    /**
     * Takes a snapshot; see {@link SnapshotTaker}.
     *
     * @throws PGliteException if sessions had transactions open for longer than that, or the files of a directory cannot be copied
     */
    public DatabaseSnapshot snapshot(Duration patience) {
        return new SnapshotTaker(options, cluster, storage, sharedFiles).take(patience);
    }

    public boolean isInDirectory() {
        return options.directory().isPresent();
    }

    /** The place of its data, for messages. */
    public String place() {
        return options.directory().map(Path::toString).orElse("memory");
    }

    /** See {@link Backup#make}. */
    public void backup(Path target) {
        if (options.directory().filter(data -> isIn(data, target)).isPresent()) {
            throw new PGliteException("cannot back up into " + target + ", which is in the database's own directory");
        }
        Backup.make(cluster, target);
    }

    /** By any name, also through a symbolic link. */
    private static boolean isIn(Path directory, Path target) {
        try {
            Path data = directory.toRealPath();
            for (Path at = target.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
                if (Files.exists(at)) return at.toRealPath().startsWith(data);
            }
            return false;
        } catch (IOException e) {
            throw new PGliteException("cannot back up into " + target + ": " + e, e);
        }
    }

    /** See {@link dev.pglitej.PGlite#statistics}. */
    public Statistics statistics(long snapshots) {
        Children children = cluster.children();
        List<Backend> clients = children.of(Incarnation.CLIENTS);
        return new Statistics(
                cluster.state(),
                Optional.ofNullable(cluster.failure().getNow(null)),
                clients.size(),
                children.all().size(),
                count(clients, Backend::waitsForEvent),
                count(children.all(), Backend::isQueued),
                storage instanceof MemoryStorage memory ? memory.files().usedBytes() : 0,
                snapshots);
    }

    /** See {@link dev.pglitej.PGlite#onFailure}. */
    public void onFailure(Consumer<PGliteException> listener) {
        Object ignored = cluster.failure()
                .thenAccept(reason -> listener.accept(new PGliteException("the database in " + place()
                        + " has crashed, and " + reason + "; close it, remove the cause, and open it again")))
                .whenComplete((done, e) -> {
                    if (e != null) LOG.log(System.Logger.Level.ERROR, "a listener for a database's failure failed", e);
                });
    }

    private static int count(Collection<Backend> children, Predicate<Backend> state) {
        return (int) children.stream().filter(state).count();
    }

    /** Opens sessions for clients. */
    public Sessions sessions() {
        return cluster;
    }

    Cluster cluster() {
        return cluster;
    }

    /** Shuts down fast, as {@link #shutDown}. */
    @Override
    public void close() {
        shutDown(Shutdown.FAST);
    }

    /**
     * Ends all processes, and closes the storage. A second thread that calls this meanwhile waits until the first has done so, since the
     * storage must not be closed too early.
     */
    public void shutDown(Shutdown mode) {
        closing.lock();
        try {
            cluster.shutDown(mode);
            FirstFailure failure = new FirstFailure();
            failure.in(timers::close);
            failure.in(files::close);
            failure.in(storage::close);
            failure.rethrow();
        } finally {
            leave.run();
            closing.unlock();
        }
    }
}
