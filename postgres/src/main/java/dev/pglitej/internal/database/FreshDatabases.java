package dev.pglitej.internal.database;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.datadir.MemoryStorage;
import dev.pglitej.internal.engine.nativelib.CachedResources;
import dev.pglitej.internal.engine.nativelib.NativeLibraryException;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import dev.pglitej.internal.options.DatabaseOptions;
import dev.pglitej.internal.snapshot.DatabaseSnapshot;
import dev.pglitej.internal.snapshot.SnapshotFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens new databases in memory: copies of a clean one that the build has made. Thread-safe.
 *
 * <p>Settings that PostgreSQL can change while it runs are changed in the copy; for others, a copy of the files boots once. The result is
 * kept, so that the next database with these settings opens as fast as one without settings. RATIONALE: "Why does a setting cost a boot
 * only once?"
 */
public final class FreshDatabases {
    /** The clean database, as a resource. */
    public static final String RESOURCE = "cluster.image";

    /** For how many different settings results are kept; each takes a few megabytes. */
    private static final int MOST = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final FreshDatabases ALL = new FreshDatabases();

    /** RATIONALE: "What is left of an application that was stopped?" */
    private static final Presence USERS = new Presence(10, TimeUnit.SECONDS, ALL::release);

    @GuardedBy("this")
    private @Nullable DatabaseSnapshot clean;

    @GuardedBy("this")
    private final Map<Kind, Beginning> beginnings = new LinkedHashMap<>(MOST, 0.75f, true);

    private FreshDatabases() {}

    /** What the state of a fresh database depends on. */
    private record Kind(Map<String, String> settings, int debugLevel) {
        static Kind of(DatabaseOptions options) {
            return new Kind(options.settings(), options.debugLevel());
        }

        boolean isPlain() {
            return settings.isEmpty() && debugLevel == 0;
        }
    }

    /**
     * An open database is present, and so is a thread that opens one. As long as one of them is, the memory that makes the next opening
     * fast is kept.
     */
    static Presence users() {
        return USERS;
    }

    /** Opens a new database in memory with these options; their directory is ignored. */
    static RunningDatabase open(DatabaseOptions options) {
        Runnable leave = USERS.enter();
        try {
            return ALL.beginning(Kind.of(options)).open(options);
        } finally {
            leave.run();
        }
    }

    /** The files of a clean database after a shutdown, as a database on disk needs them. */
    static MemoryFileSystem shutDownFiles() {
        Runnable leave = USERS.enter();
        try {
            return DatabaseAssembly.copyForDisk(ALL.clean()).shutDownKeepingFiles();
        } finally {
            leave.run();
        }
    }

    /** Called while no database is being opened. */
    private synchronized void release() {
        beginnings.values().forEach(Beginning::close);
        beginnings.clear();
        if (clean != null) clean.close();
        clean = null;
        forgetRecords();
    }

    /**
     * Java 17 keeps the record whose equals() was linked last, and its class loader, in a cache of one entry (JDK-8078641). Linking this
     * one only takes that entry.
     */
    private static void forgetRecords() {
        MethodType equality = MethodType.methodType(boolean.class, String.class, Object.class);
        try {
            Object unused = ObjectMethods.bootstrap(MethodHandles.lookup(), "equals", equality, String.class, "");
        } catch (Throwable e) {
            // Without it, one class loader is kept until another application uses a record.
            return;
        }
    }

    private DatabaseSnapshot clean() {
        synchronized (this) {
            if (clean == null) {
                clean = SnapshotFile.at(image()).loadTrusted(line -> {});
            }
            return clean;
        }
    }

    private static Path image() {
        try {
            return CachedResources.locate(RESOURCE);
        } catch (NativeLibraryException e) {
            throw new PGliteException(String.valueOf(e.getMessage()), e);
        }
    }

    private Beginning beginning(Kind kind) {
        DatabaseSnapshot plain = clean();
        if (kind.isPlain()) return options -> DatabaseAssembly.copyOf(plain, options);
        synchronized (this) {
            Beginning beginning = beginnings.computeIfAbsent(kind, ignored -> new Changed(plain));
            if (beginnings.size() > MOST) {
                // Not closed, because a thread may be opening a database from it. The garbage collector frees it later.
                beginnings.remove(beginnings.keySet().iterator().next());
            }
            return beginning;
        }
    }

    /** The snapshot from which databases of one kind are opened. */
    private interface Beginning {
        RunningDatabase open(DatabaseOptions options);

        /** Frees the memory that only this keeps. */
        default void close() {}
    }

    /** The clean database with other settings. The first thread that needs it makes it, while others wait. */
    private static final class Changed implements Beginning {
        private final DatabaseSnapshot plain;

        @GuardedBy("this")
        private @Nullable DatabaseSnapshot changed;

        Changed(DatabaseSnapshot plain) {
            this.plain = plain;
        }

        @Override
        public RunningDatabase open(DatabaseOptions options) {
            return DatabaseAssembly.copyOf(changed(options), options);
        }

        @Override
        public synchronized void close() {
            if (changed != null) changed.close();
        }

        private synchronized DatabaseSnapshot changed(DatabaseOptions options) {
            if (changed == null) changed = make(options);
            return changed;
        }

        private DatabaseSnapshot make(DatabaseOptions options) {
            Optional<DatabaseSnapshot> reloaded =
                    options.debugLevel() == 0 ? DatabaseAssembly.changed(plain, options) : Optional.empty();
            if (reloaded.isPresent()) return reloaded.get();
            // The copies write the log. This boot appears in it only at a debug level. A database that was shut down
            // needs no recovery.
            DatabaseOptions template = options.debugLevel() == 0 ? options.withLog(line -> {}) : options;
            MemoryStorage files = MemoryStorage.of(shutDownFiles(), template.capacity());
            try (RunningDatabase booted = DatabaseAssembly.booting(template, files)) {
                return booted.snapshot(PATIENCE);
            }
        }
    }
}
