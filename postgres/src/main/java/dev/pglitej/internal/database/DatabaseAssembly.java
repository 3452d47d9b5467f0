package dev.pglitej.internal.database;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.admin.SqlStatement;
import dev.pglitej.internal.admin.Statements;
import dev.pglitej.internal.backend.BootException;
import dev.pglitej.internal.backend.Environment;
import dev.pglitej.internal.backend.PostgresLog;
import dev.pglitej.internal.backend.PostmasterProcess;
import dev.pglitej.internal.cluster.Cluster;
import dev.pglitej.internal.cluster.Exhaustion;
import dev.pglitej.internal.datadir.DataDirectory;
import dev.pglitej.internal.datadir.MemoryStorage;
import dev.pglitej.internal.datadir.NewCluster;
import dev.pglitej.internal.datadir.Storage;
import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.GuestOptions;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.fork.FrozenCluster;
import dev.pglitej.internal.install.Extensions;
import dev.pglitej.internal.install.InstalledFiles;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.FirstFailure;
import dev.pglitej.internal.kernel.process.Kernel;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.time.TimerThread;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import dev.pglitej.internal.options.DatabaseOptions;
import dev.pglitej.internal.pg.PostgresBuild;
import dev.pglitej.internal.snapshot.DatabaseSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens databases: from a directory, from the clean database of the build, from a snapshot. Stateless. */
public final class DatabaseAssembly {
    /** Enough for usual settings; more shared buffers or connections need more. */
    private static final long ENOUGH_FOR_MOST = 256L << 20;

    private static final int MEGABYTE_BITS = 20;

    private DatabaseAssembly() {}

    /**
     * Opens a database: a new one in memory, or one in a directory, which is created if it does not exist, and recovered after a crash.
     *
     * @throws PGliteException with the reason, and what to do
     */
    public static RunningDatabase open(DatabaseOptions asked) {
        Exhaustion.expectDatabase();
        DatabaseOptions options = asked.creation().extensions().isEmpty() ? asked : Extensions.checked(asked);
        if (options.directory().isPresent()) {
            Path directory = options.directory().get();
            return booting(options, DataDirectory.open(directory, options.durability(), options.capacity()));
        }
        // With options for initdb, initdb itself has to run.
        if (!options.creation().initdbOptions().isEmpty()) {
            return booting(options, MemoryStorage.empty(SystemClock.INSTANCE, options.capacity()));
        }
        RunningDatabase database = FreshDatabases.open(options);
        try {
            complete(database.cluster(), options);
            return database;
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /** Boots PostgreSQL on a storage, which the database closes. A new storage first gets a data directory. */
    public static RunningDatabase booting(DatabaseOptions options, Storage storage) {
        MemoryFileSystem sharedFiles = new MemoryFileSystem(SystemClock.INSTANCE, storage.capacity());
        return assemble(options, storage, sharedFiles, Optional.empty());
    }

    /**
     * Opens a new database with the contents and options of a snapshot.
     *
     * @throws IllegalStateException if the snapshot has been closed
     */
    public static RunningDatabase copyOf(DatabaseSnapshot snapshot) {
        return copyOf(snapshot, snapshot.options());
    }

    /** The same with other options, whose settings and debug level must be those of the snapshot, because its state depends on them. */
    static RunningDatabase copyOf(DatabaseSnapshot snapshot, DatabaseOptions options) {
        Exhaustion.expectDatabase();
        Capacity capacity = options.capacity();
        Storage storage = MemoryStorage.of(snapshot.data().fork(capacity), capacity);
        return assemble(options, storage, snapshot.sharedFiles().fork(capacity), snapshot.state());
    }

    /** A copy that works as a database on disk does, above all in its shutdown. */
    static RunningDatabase copyForDisk(DatabaseSnapshot snapshot) {
        DatabaseOptions options = snapshot.options();
        Capacity capacity = options.capacity();
        Storage storage = MemoryStorage.forDisk(snapshot.data().fork(capacity), capacity);
        return assemble(options, storage, snapshot.sharedFiles().fork(capacity), snapshot.state());
    }

    /**
     * The snapshot as it would be if its database had been opened with the settings of these options; empty if PostgreSQL has to boot for
     * one of them, or if the snapshot has no state.
     */
    static Optional<DatabaseSnapshot> changed(DatabaseSnapshot snapshot, DatabaseOptions options) {
        MemoryFileSystem data = snapshot.data();
        MemoryFileSystem sharedFiles = snapshot.sharedFiles();
        return snapshot.state()
                .flatMap(state -> changed(state, options, data.fork(), sharedFiles.fork()))
                .map(state -> new DatabaseSnapshot(options, data.fork(), sharedFiles.fork(), Optional.of(state)));
    }

    private static RunningDatabase assemble(
            DatabaseOptions options, Storage storage, MemoryFileSystem sharedFiles, Optional<FrozenCluster> state) {
        Clock clock = SystemClock.INSTANCE;
        Timers timers = TimerThread.common();
        MountTable files = InstalledFiles.with(Environment.DATA, storage.files(), sharedFiles, clock);
        Runnable leave = FreshDatabases.users().enter();
        try {
            Environment environment = environment(options, storage, new Kernel(files, clock, (process, cause) -> {}));
            if (storage.isNew()) initialize(environment, options, storage);
            Optional<ForkSource> copy =
                    state.isPresent() ? Optional.of(state.get().open(sharedFiles, clock)) : Optional.empty();
            Cluster cluster = Cluster.start(environment, clock, timers, copy);
            if (storage.isNew()) complete(cluster, options, storage);
            return new RunningDatabase(options, storage, sharedFiles, timers, files, cluster, leave);
        } catch (RuntimeException | Error e) {
            leave.run();
            timers.close();
            abandon(storage, files, e);
            Exhaustion.refuseDatabase(e);
            if (e instanceof BootException || e instanceof EngineException) throw notOpened(e, options);
            if (e instanceof ErrnoException) {
                throw new PGliteException("cannot open the database: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private static Optional<FrozenCluster> changed(
            FrozenCluster state, DatabaseOptions options, MemoryFileSystem data, MemoryFileSystem sharedFiles) {
        Clock clock = SystemClock.INSTANCE;
        DatabaseOptions silent = options.withLog(line -> {});
        Storage storage = MemoryStorage.of(data, options.capacity());
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
                new PostgresLog(options.log()),
                guest,
                storage.isVolatile(),
                settings,
                options.debugLevel());
    }

    /** Without options for initdb, the clean database of the build is used instead. */
    private static void initialize(Environment environment, DatabaseOptions options, Storage storage) {
        List<String> asked = options.creation().initdbOptions();
        if (asked.isEmpty() && options.directory().isPresent()) {
            copyCleanCluster(options.directory().get(), storage);
            return;
        }
        List<String> initdbOptions = new ArrayList<>(storage.syncs() ? List.of() : List.of("--no-sync"));
        if (storage.isVolatile()) {
            MemoryStorage.LOG_IN_MEMORY.forEach(
                    (name, value) -> initdbOptions.addAll(List.of("-c", name + "=" + value)));
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

    /**
     * Initial SQL is part of making a database: if it fails, there is no database. RATIONALE: "Why are initial scripts part of making a
     * database?"
     */
    private static void complete(Cluster cluster, DatabaseOptions options) {
        List<SqlStatement> statements = options.creation().allStatements();
        if (!statements.isEmpty()) Statements.run(cluster, statements);
    }

    private static void complete(Cluster cluster, DatabaseOptions options, Storage storage) {
        try {
            complete(cluster, options);
            storage.initialized();
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    private static void abandon(Storage storage, MountTable files, Throwable cause) {
        FirstFailure failure = new FirstFailure();
        failure.in(files::close);
        if (storage.isNew()) failure.in(storage::abandoned);
        failure.in(storage::close);
        failure.suppressIn(cause);
    }

    /** Names the memory limit if it may be the reason, because PostgreSQL does not know it. */
    private static PGliteException notOpened(Throwable cause, DatabaseOptions options) {
        String message = String.valueOf(cause.getMessage()).strip();
        if (options.memoryLimit() < ENOUGH_FOR_MOST) {
            message +=
                    "\nThe memory limit is %d MB for a session, which may be too little for these settings; raise it (memoryLimit)."
                            .formatted(options.memoryLimit() >> MEGABYTE_BITS);
        }
        return new PGliteException(message, cause);
    }
}
