package dev.pglitej.internal.database;

import dev.pglitej.api.PGliteException;
import dev.pglitej.api.Statistics;
import dev.pglitej.internal.admin.Backup;
import dev.pglitej.internal.admin.SqlStatement;
import dev.pglitej.internal.admin.Statements;
import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.BootException;
import dev.pglitej.internal.backend.Environment;
import dev.pglitej.internal.backend.PostmasterProcess;
import dev.pglitej.internal.backend.ServerLog;
import dev.pglitej.internal.cluster.Children;
import dev.pglitej.internal.cluster.Cluster;
import dev.pglitej.internal.cluster.Exhaustion;
import dev.pglitej.internal.cluster.Incarnation;
import dev.pglitej.internal.cluster.Shutdown;
import dev.pglitej.internal.datadir.DataDirectory;
import dev.pglitej.internal.datadir.NewCluster;
import dev.pglitej.internal.datadir.Storage;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.GuestOptions;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.fork.FrozenCluster;
import dev.pglitej.internal.install.Extensions;
import dev.pglitej.internal.install.InstalledFiles;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.process.Kernel;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.time.ThreadTimers;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import dev.pglitej.internal.options.DatabaseOptions;
import dev.pglitej.internal.pg.PostgresBuild;
import dev.pglitej.internal.snapshot.DatabaseSnapshot;
import dev.pglitej.internal.snapshot.SnapshotTaker;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import dev.pglitej.spi.ThreadlessSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** An open database: its storage, its kernel, and the cluster that runs on them. Safe for any number of threads. */
public final class Database implements Sessions, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    /** With the settings of most; more shared buffers, or connections, need more. */
    private static final long ENOUGH_FOR_MOST = 256L << 20;

    private static final int MEGABYTE_BITS = 20;

    private final DatabaseOptions options;
    private final Storage storage;
    private final MemoryFileSystem sharedFiles;
    private final Timers timers;
    private final MountTable files;
    private final Cluster cluster;
    private final Runnable leave;
    private final ReentrantLock closing = new ReentrantLock();

    private Database(
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

    /**
     * Opens a database: a new one in memory, or one in a directory, whose data directory is made where there is none, and recovered
     * after a crash.
     *
     * @throws PGliteException with the reason, and what to do
     */
    public static Database open(DatabaseOptions asked) {
        Exhaustion.expectDatabase();
        DatabaseOptions options = asked.creation().extensions().isEmpty() ? asked : Extensions.checked(asked);
        if (options.directory().isPresent()) {
            return open(
                    options, DataDirectory.open(options.directory().get(), options.durability(), options.capacity()));
        }
        // What initdb is to do differently, it has to do itself.
        if (!options.creation().initdbOptions().isEmpty()) {
            return open(options, Storage.inMemory(SystemClock.INSTANCE, options.capacity()));
        }
        Database database = FreshDatabases.open(options);
        try {
            complete(database.cluster, options);
            return database;
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /** The same on a storage that the database closes. */
    public static Database open(DatabaseOptions options, Storage storage) {
        MemoryFileSystem sharedFiles = new MemoryFileSystem(SystemClock.INSTANCE, storage.capacity());
        return open(options, storage, sharedFiles, Optional.empty());
    }

    /** A copy of a database, which had these files and, where it was at rest, this state. */
    public static Database open(
            DatabaseOptions options,
            MemoryFileSystem data,
            MemoryFileSystem sharedFiles,
            Optional<FrozenCluster> state) {
        Exhaustion.expectDatabase();
        Capacity capacity = options.capacity();
        return open(options, Storage.inMemory(data.fork(capacity), capacity), sharedFiles.fork(capacity), state);
    }

    /** The same with files that are anywhere. */
    public static Database open(
            DatabaseOptions options, Storage storage, MemoryFileSystem sharedFiles, Optional<FrozenCluster> state) {
        Clock clock = SystemClock.INSTANCE;
        Timers timers = new ThreadTimers(clock, "pglitej timers");
        MountTable files = InstalledFiles.with(Environment.DATA, storage.files(), sharedFiles, clock);
        Runnable leave = FreshDatabases.users().enter();
        try {
            Environment environment = environment(options, storage, new Kernel(files, clock, (process, cause) -> {}));
            if (storage.isNew()) initialize(environment, options, storage);
            Optional<ForkSource> copy =
                    state.isPresent() ? Optional.of(state.get().open(sharedFiles, clock)) : Optional.empty();
            Cluster cluster = Cluster.start(environment, clock, timers, copy);
            if (storage.isNew()) complete(cluster, options, storage);
            return new Database(options, storage, sharedFiles, timers, files, cluster, leave);
        } catch (RuntimeException | Error e) {
            leave.run();
            timers.close();
            files.close();
            abandon(storage, e);
            Exhaustion.refuseDatabase(e);
            if (e instanceof BootException || e instanceof EngineException) throw notOpened(e, options);
            if (e instanceof ErrnoException) {
                throw new PGliteException("cannot open the database: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    /** With the limit, where that may be the reason: PostgreSQL knows nothing of it. */
    private static PGliteException notOpened(Throwable cause, DatabaseOptions options) {
        String message = String.valueOf(cause.getMessage()).strip();
        if (options.memoryLimit() < ENOUGH_FOR_MOST) {
            message +=
                    "\nThe memory limit is %d MB for a session, which may be too little for these settings; raise it (memoryLimit)."
                            .formatted(options.memoryLimit() >> MEGABYTE_BITS);
        }
        return new PGliteException(message, cause);
    }

    /** What the state of a cluster would have been with these settings; see {@link PostmasterProcess#changed}. */
    public static Optional<FrozenCluster> with(
            FrozenCluster state, DatabaseOptions options, MemoryFileSystem data, MemoryFileSystem sharedFiles) {
        Clock clock = SystemClock.INSTANCE;
        DatabaseOptions silent = options.withLog(line -> {});
        Storage storage = Storage.inMemory(data, options.capacity());
        try (MountTable files = InstalledFiles.with(Environment.DATA, storage.files(), sharedFiles, clock)) {
            Environment environment = environment(silent, storage, new Kernel(files, clock, (process, cause) -> {}));
            return PostmasterProcess.changed(state, options.settings(), environment, sharedFiles, clock);
        }
    }

    private static Environment environment(DatabaseOptions options, Storage storage, Kernel kernel) {
        List<String> settings = new ArrayList<>(storage.settings());
        for (Map.Entry<String, String> setting : options.settings().entrySet()) {
            settings.add(setting.getKey() + "=" + setting.getValue());
        }
        GuestOptions guest = GuestOptions.defaults().withMaxMemoryBytes(options.memoryLimit());
        return new Environment(
                PostgresBuild.load(),
                kernel,
                new ServerLog(options.log()),
                guest,
                storage.isVolatile(),
                settings,
                options.debugLevel());
    }

    /** Where initdb has nothing to do differently, what it would make is there already. */
    private static void initialize(Environment environment, DatabaseOptions options, Storage storage) {
        List<String> asked = options.creation().initdbOptions();
        if (asked.isEmpty() && options.directory().isPresent()) {
            copyCleanCluster(options.directory().get(), storage);
            return;
        }
        List<String> initdbOptions = new ArrayList<>(storage.syncs() ? List.of() : List.of("--no-sync"));
        if (storage.isVolatile()) {
            Storage.LOG_IN_MEMORY.forEach((name, value) -> initdbOptions.addAll(List.of("-c", name + "=" + value)));
        }
        initdbOptions.addAll(asked);
        ProcessEnd end = environment.initdb(initdbOptions);
        if (end.waitStatus() != 0) throw BootException.of(end, Optional.empty(), environment.log());
    }

    private static void copyCleanCluster(Path directory, Storage storage) {
        try (MemoryFileSystem files = FreshDatabases.shutDownFiles()) {
            new NewCluster().write(files, storage.files(), storage.syncs());
        } catch (ErrnoException e) {
            throw new PGliteException("cannot make a data directory in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Shuts down in good order, and keeps what the files are then. For a database whose files are in memory. */
    MemoryFileSystem shutDownKeepingFiles() {
        if (!(storage.files() instanceof MemoryFileSystem data)) throw new IllegalStateException("not in memory");
        closing.lock();
        try {
            cluster.shutDown(Shutdown.FAST);
            return data.fork();
        } finally {
            shutDown(Shutdown.FAST);
            closing.unlock();
        }
    }

    /** What a new database is to begin with belongs to its making: without that, there is none. */
    private static void complete(Cluster cluster, DatabaseOptions options) {
        List<SqlStatement> statements = options.creation().allStatements();
        if (!statements.isEmpty()) Statements.run(cluster, statements);
    }

    private static void complete(Cluster cluster, DatabaseOptions options, Storage storage) {
        try {
            complete(cluster, options);
            storage.initialized().run();
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private static void abandon(Storage storage, Throwable cause) {
        try (storage) {
            if (storage.isNew()) storage.abandoned().run();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * What the database is now; see {@link SnapshotTaker}.
     *
     * @throws PGliteException if sessions had transactions open for longer than that, or the files of a directory cannot be copied
     */
    public DatabaseSnapshot snapshot(Duration patience) {
        return new SnapshotTaker(options, cluster, storage.files(), sharedFiles).take(patience);
    }

    public boolean isInDirectory() {
        return options.directory().isPresent();
    }

    /** Where its data are, for messages. */
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

    /** By whatever name, for instance that of a symbolic link. */
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
                storage.files() instanceof MemoryFileSystem data ? data.usedBytes() : 0,
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

    @Override
    public Session open(SessionRequest request) {
        return cluster.open(request);
    }

    /** As {@link #open}, for a client whose own threads run its session. */
    public ThreadlessSession openThreadless(SessionRequest request) {
        return cluster.openThreadless(request);
    }

    @Override
    public boolean cancel(int processId, byte[] secretKey) {
        return cluster.cancel(processId, secretKey);
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
     * Ends all that runs, and gives the storage back. Whoever closes while another does waits for it, so that the storage is never given
     * back too early.
     */
    public void shutDown(Shutdown mode) {
        closing.lock();
        try {
            cluster.shutDown(mode);
            timers.close();
            files.close();
            storage.close();
        } finally {
            leave.run();
            closing.unlock();
        }
    }
}
