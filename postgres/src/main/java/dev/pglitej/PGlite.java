package dev.pglitej;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.api.Durability;
import dev.pglitej.api.LocaleProvider;
import dev.pglitej.api.Notification;
import dev.pglitej.api.PGliteException;
import dev.pglitej.api.Statistics;
import dev.pglitej.api.Subscription;
import dev.pglitej.internal.admin.Backup;
import dev.pglitej.internal.admin.Script;
import dev.pglitej.internal.admin.SqlStatement;
import dev.pglitej.internal.admin.Statements;
import dev.pglitej.internal.backend.PostgresLog;
import dev.pglitej.internal.database.DatabaseAssembly;
import dev.pglitej.internal.database.RunningDatabase;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.options.DatabaseOptions;
import dev.pglitej.internal.options.MemorySize;
import dev.pglitej.spi.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * A PostgreSQL database in this process. Thread-safe.
 *
 * <pre>{@code
 * try (PGlite database = PGlite.inMemory();
 *         Connection connection = database.getConnection()) {
 *     …
 * }
 * }</pre>
 *
 * <p>It lives until it is closed. If the garbage collector finds an unclosed one, the log of {@code dev.pglitej} reports the place where
 * it was opened. A crash of one of its backends never ends the JVM: the database's sessions end, and it recovers.
 */
public final class PGlite implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Held while the database is replaced or closed, which may take long. */
    private final ReentrantLock changing = new ReentrantLock();

    private final LeakWatch leaks;
    private final Sessions sessions = new PresentSessions(this);
    private volatile RunningDatabase database;
    private final AtomicLong snapshots = new AtomicLong();

    @GuardedBy("changing")
    private final List<Consumer<PGliteException>> failureListeners = new ArrayList<>();

    private volatile boolean isClosed;

    PGlite(RunningDatabase database) {
        this.database = database;
        this.leaks = LeakWatch.of(this, "the database in " + database.place(), "runs until this JVM ends");
    }

    /** A new database in memory, gone when it is closed. */
    public static PGlite inMemory() {
        return builder().open();
    }

    /**
     * The database in a directory, which is made when the directory is empty or missing. Every commit is on disk when it returns:
     * {@link Durability#FULL}.
     */
    public static PGlite open(Path directory) {
        return builder().directory(directory).open();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The same as {@link #snapshot(Duration)}, and waits for at most 30 seconds. */
    public Snapshot snapshot() {
        return snapshot(PATIENCE);
    }

    /**
     * Takes a snapshot: the state of this database now. The database stays open. Its sessions wait for some milliseconds, and for a
     * database in a directory until its files have been copied into a temporary file ({@link #backup} lets sessions continue). A
     * database opened from the snapshot is in memory and does not use the directory.
     *
     * <p>If no session was connected, a database opens from the snapshot within milliseconds. With sessions connected, the call waits
     * until none has an open transaction, and a database opened from the snapshot begins with recovery from the write-ahead log, which
     * takes a tenth of a second. As after a crash, its unlogged tables are empty, its statistics are gone, and the last commits with
     * synchronous_commit off may be missing.
     *
     * @param patience how long to wait for transactions to end
     * @throws PGliteException if a transaction was open for longer, or a directory's files cannot be copied, for instance because a disk
     *     is full
     */
    public Snapshot snapshot(Duration patience) {
        return onPresent("cannot take a snapshot", present -> {
            Snapshot snapshot = new Snapshot(present.snapshot(patience));
            snapshots.incrementAndGet();
            return snapshot;
        });
    }

    /** Applies the action to the present database; if {@link #resetTo} replaces it meanwhile, to its successor. */
    private <T> T onPresent(String failure, Function<RunningDatabase, T> action) {
        while (true) {
            RunningDatabase present = database;
            if (isClosed) throw closed();
            try {
                return action.apply(present);
            } catch (RuntimeException | InternalError e) {
                if (isClosed) throw new PGliteException(failure + ": the database was closed meanwhile", e);
                if (present == database) throw Failures.of(failure, e);
            }
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the database is closed");
    }

    /**
     * Runs the statements of a script, in order, in one session of user postgres on the database postgres, up to the first that fails. Each
     * has a transaction of its own unless the script says BEGIN; what was committed before a failure stays. The time zone and all other
     * settings are the server's. COPY FROM STDIN and psql's own commands do not work.
     *
     * <p>All initial SQL is run like this: {@link Builder#initSql}, {@link Builder#initScript}, the parameter {@code init} of URLs,
     * {@code pglite.init-scripts} of Spring Boot, and the {@code scripts} of JUnit.
     *
     * @param name what the script is called in messages, such as its file
     * @param sql statements with semicolons between them
     * @throws PGliteException if a statement fails: names the script, the line, and PostgreSQL's message
     */
    public void runScript(String name, String sql) {
        List<SqlStatement> statements = Script.parse(name, sql);
        onPresent(name + " cannot be run", present -> {
            Statements.run(present.sessions(), statements);
            return present;
        });
    }

    /** Makes an independent copy of this database in memory: {@link #snapshot()} and {@link Snapshot#open} in one call. */
    public PGlite fork() {
        try (Snapshot snapshot = snapshot()) {
            return snapshot.open();
        }
    }

    /**
     * Sets this database to the state in the snapshot, which may be of another database. Open sessions end as at {@link #close};
     * new ones see the snapshot. Only for databases in memory.
     *
     * @throws IllegalStateException if this, or the snapshot, has been closed
     * @throws PGliteException if this database is in a directory, whose contents are never discarded
     */
    public void resetTo(Snapshot snapshot) {
        changing.lock();
        try {
            if (isClosed) throw closed();
            RunningDatabase former = database;
            if (former.isInDirectory()) {
                throw new PGliteException(
                        "the database in " + former.place() + " cannot be reset, since that would throw"
                                + " away what is there; open the snapshot beside it, or restore a backup into another directory");
            }
            database = snapshot.opened();
            failureListeners.forEach(database::onFailure);
            close(former);
        } finally {
            changing.unlock();
        }
    }

    /**
     * Makes a backup of the whole cluster, consistent as of a moment during the call, while sessions continue. It contains everything
     * that was committed before the call. A backup of a database in memory has the same form, and opens as a directory.
     *
     * <p>Until the backup is complete and safe on disk, it is beside its target, under a name that begins with a dot and contains
     * "unfinished". A failure leaves nothing behind.
     *
     * @param target an archive if its name ends with {@code .tar}, {@code .tar.gz} or {@code .tgz}, else a directory, which
     *     {@link #open(Path)} opens; missing directories above it are made
     * @throws PGliteException if the target exists, or the backup fails, for instance because a disk is full
     */
    public void backup(Path target) {
        onPresent("cannot back up into " + target, present -> {
            present.backup(target);
            return target;
        });
    }

    /**
     * Makes a data directory of a backup, and does not change the backup. {@link #open(Path)} opens the directory, and recovers it from
     * the log that the backup contains.
     *
     * @param backup what {@link #backup} has made, or pg_basebackup; if a directory, one that has not been opened since
     * @param directory missing, or empty
     * @throws PGliteException if that is impossible; the directory is then unchanged
     */
    public static void restore(Path backup, Path directory) {
        try {
            Backup.restore(backup, directory);
        } catch (RuntimeException e) {
            throw Failures.of("cannot restore " + backup + " to " + directory, e);
        }
    }

    /**
     * Opens a connection of user postgres to the database postgres. A statement runs on the thread that executes it. The caller closes
     * the connection. Needs pglitej-jdbc on the class path, as all methods down to {@link #copyOut} do.
     *
     * @throws IllegalStateException if pglitej-jdbc is missing
     */
    public Connection getConnection() throws SQLException {
        return dataSource().getConnection();
    }

    /** A source of new connections to this database, for a pool or a framework. You need not close it. */
    public DataSource dataSource() {
        return Jdbc.access().dataSource(sessions);
    }

    /**
     * Calls the listener with every notification of a channel that is sent from now on, one at a time, on a daemon thread. Exceptions
     * of the listener are logged. The subscription holds a session of the database until it is closed.
     *
     * @param channel its name, exactly: quotes around it are not needed, and upper case stays
     */
    public Subscription listen(String channel, Consumer<Notification> listener) throws SQLException {
        return Jdbc.access().listen(sessions, channel, listener);
    }

    /**
     * Runs COPY … FROM STDIN with the contents of the stream, in a session and transaction of its own.
     *
     * @return how many rows were copied
     */
    public long copyIn(String sql, InputStream from) throws SQLException, IOException {
        return Jdbc.access().copyIn(sessions, sql, from);
    }

    /**
     * Runs COPY … TO STDOUT into the stream, which stays open, in a session of its own.
     *
     * @return how many rows were copied
     */
    public long copyOut(String sql, OutputStream to) throws SQLException, IOException {
        return Jdbc.access().copyOut(sessions, sql, to);
    }

    /**
     * Opens sessions for clients that speak PostgreSQL's protocol over a transport of their own, as pglitej-server and pglitej-jdbc do.
     * Returns always the same object, which keeps this database reachable. After {@link #resetTo}, it opens sessions on the new state.
     */
    public Sessions sessions() {
        return sessions;
    }

    RunningDatabase present() {
        return database;
    }

    /** The present state and numbers of this database, for monitoring. Works on a closed database too, and uses no session. */
    public Statistics statistics() {
        if (isClosed) return database.statistics(snapshots.get());
        return onPresent("cannot read the statistics", present -> present.statistics(snapshots.get()));
    }

    /**
     * Calls the listener once, when this database has failed: it has crashed and cannot recover, or must not because
     * {@code restart_after_crash} is off. A thread of the database calls the listener, or this method if the database has failed already.
     * The listener must not block.
     *
     * @param listener gets an exception that says why, and what to do
     */
    public void onFailure(Consumer<PGliteException> listener) {
        changing.lock();
        try {
            failureListeners.add(listener);
            database.onFailure(listener);
        } finally {
            changing.unlock();
        }
    }

    /** Terminates all sessions and shuts down with a checkpoint. Closing again does nothing. */
    @Override
    public void close() {
        changing.lock();
        try {
            isClosed = true;
            leaks.closed();
            close(database);
        } finally {
            changing.unlock();
        }
    }

    private static void close(RunningDatabase database) {
        try {
            database.close();
        } catch (RuntimeException e) {
            throw Failures.of("the database in " + database.place() + " was not closed cleanly", e);
        }
    }

    /** The options of a database to open. Confined to one thread. */
    public static final class Builder {
        private static final int MOST_DEBUG = 5;

        private Optional<Path> directory = Optional.empty();
        private Optional<Durability> durability = Optional.empty();
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final NewDatabase creation = new NewDatabase();
        private int debugLevel;
        private long memoryLimit = DatabaseOptions.DEFAULT_MEMORY_LIMIT;
        private long dataLimit = Capacity.HALF_OF_MACHINE;
        private Consumer<String> log = PostgresLog.UNHEARD;

        private Builder() {}

        /**
         * Creates an extension, and the extensions that it needs, in a new database; the name is the one for CREATE EXTENSION. An existing
         * database is not changed. Extensions of PostgreSQL's own contrib are in the artifact pglitej-contrib, vector in pglitej-pgvector,
         * others in artifacts of their own. The library of an extension that needs it (pg_stat_statements, pg_textsearch) is added to
         * shared_preload_libraries, whether the database is new or not.
         */
        public Builder extension(String name) {
            creation.extension(name);
            return this;
        }

        /** Several extensions, to be created in this order; see {@link #extension}. */
        public Builder extensions(String... names) {
            for (String name : names) extension(name);
            return this;
        }

        /** The directory of the data; without it, the database is in memory. */
        public Builder directory(Path path) {
            this.directory = Optional.of(path);
            return this;
        }

        /** What is safe on disk when a commit returns; the default is {@link Durability#FULL}. For databases in directories. */
        public Builder durability(Durability promise) {
            this.durability = Optional.of(promise);
            return this;
        }

        /**
         * The encoding of a new database, by PostgreSQL's name: UTF8, which is the default, LATIN1, EUC_JP, SQL_ASCII, which does not
         * interpret bytes, and so on. All but UTF8 and SQL_ASCII need {@link #locale(String) locale} C.
         *
         * @throws IllegalArgumentException if databases cannot have it; the message names those that they can have
         */
        public Builder encoding(String name) {
            creation.encoding(name);
            return this;
        }

        /** The locale of a new database, from PGlite's C library; the default is C.UTF-8, and C is the only other. */
        public Builder locale(String name) {
            return locale(LocaleProvider.LIBC, name);
        }

        /** The locale of a new database, and the provider that implements it. */
        public Builder locale(LocaleProvider provider, String name) {
            creation.locale(provider, name);
            return this;
        }

        /**
         * SQL that a new database begins with. All of {@code initSql} and {@link #initScript} is run once, after the extensions have been
         * created, in the order of these calls, in one session, as {@link PGlite#runScript} does it. If a statement fails, {@link #open}
         * fails with the line of the statement and PostgreSQL's message, and no database is left behind.
         */
        public Builder initSql(String sql) {
            creation.sql(sql);
            return this;
        }

        /** A file of SQL, in UTF-8, that a new database begins with; see {@link #initSql}. {@link #open} reads it, new or not. */
        public Builder initScript(Path file) {
            creation.script(file);
            return this;
        }

        /**
         * A setting under its name in postgresql.conf; overrides that file. {@link #open} fails with PostgreSQL's message if PostgreSQL
         * does not know the name or refuses the value.
         */
        public Builder setting(String name, String value) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
                throw new IllegalArgumentException("'" + name + "' is not the name of a setting of postgresql.conf");
            }
            settings.put(name, value);
            return this;
        }

        /** PostgreSQL's debug level, 0 (the default) to 5. */
        public Builder debugLevel(int level) {
            if (level < 0 || level > MOST_DEBUG) {
                throw new IllegalArgumentException("the debug level is " + level + ", but must be 0 to " + MOST_DEBUG);
            }
            this.debugLevel = level;
            return this;
        }

        /**
         * How much memory one session may use, in bytes, shared memory included. A statement that needs more fails with PostgreSQL's error
         * 53200. The default, and the maximum, is 2 GiB. Settings that need more shared memory than the default ones need a higher limit.
         *
         * @throws IllegalArgumentException if it is less than the 168 MiB that PostgreSQL begins with
         */
        public Builder memoryLimit(long bytes) {
            if (bytes < DatabaseOptions.LEAST_MEMORY_LIMIT) {
                throw new IllegalArgumentException("the memory limit is " + bytes + " bytes, but must be at least "
                        + DatabaseOptions.LEAST_MEMORY_LIMIT + " (168 MB), which PostgreSQL begins with");
            }
            this.memoryLimit = bytes;
            return this;
        }

        /**
         * The same as text: {@code 512MB}, {@code 1g}, {@code 64KiB}, or a number of bytes. Units are powers of 1024.
         *
         * @throws IllegalArgumentException if it is not a size, or too small
         */
        public Builder memoryLimit(String size) {
            return memoryLimit(MemorySize.parse("memoryLimit", size));
        }

        /**
         * How many bytes the files of a database in memory may take together: tables, indexes, temporary files, the write-ahead log. They
         * are outside the Java heap, and what a database shares with its copies counts for each. A statement that needs more fails with
         * PostgreSQL's error 53100, "No space left on device", while other sessions go on. An eighth of the limit, at most 64 MiB, is
         * reserved for statements that free space (DELETE, DROP, TRUNCATE, VACUUM, CHECKPOINT). The default is half of the machine's
         * memory, or of the container's. For a database in a directory, it limits the few files that are in memory, and applies to forks.
         */
        public Builder dataLimit(long bytes) {
            if (bytes <= 0) throw new IllegalArgumentException("the data limit is " + bytes + ", but must be positive");
            this.dataLimit = bytes;
            return this;
        }

        /**
         * The same as text, in the form of {@link #memoryLimit(String)}.
         *
         * @throws IllegalArgumentException if it is not a size
         */
        public Builder dataLimit(String size) {
            return dataLimit(MemorySize.parse("dataLimit", size));
        }

        /**
         * The listener receives each line of PostgreSQL's log. Any thread may call it, but the lines of one process come one at a time. It
         * must not block. What it throws is a warning of the logger {@code dev.pglitej}. The default is the logger
         * {@code dev.pglitej.postgres}, at debug level.
         */
        public Builder log(Consumer<String> listener) {
            this.log = new LogListener(listener);
            return this;
        }

        /**
         * Opens the database.
         *
         * @throws PGliteException if that is impossible, with the reason and what to do
         */
        public PGlite open() {
            if (directory.isEmpty() && durability.isPresent()) {
                throw new IllegalStateException(
                        "a database in memory has no durability; name a directory, or leave it out");
            }
            return new PGlite(DatabaseAssembly.open(new DatabaseOptions(
                    directory,
                    durability.orElse(Durability.FULL),
                    settings,
                    debugLevel,
                    memoryLimit,
                    dataLimit,
                    creation.creation(),
                    log)));
        }
    }
}
