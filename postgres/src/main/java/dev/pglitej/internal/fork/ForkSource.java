package dev.pglitej.internal.fork;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestImage;
import dev.pglitej.internal.engine.GuestOptions;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.engine.SpareGuest;
import dev.pglitej.internal.imports.HostCallbacks;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.pg.PgGlobals;
import dev.pglitej.internal.pg.PgVariable;
import dev.pglitej.internal.pg.PgVariables;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The memory with which a postmaster's children begin: the first process's private memory at the moment when a postmaster would begin to
 * fork, and the memory that the children share. Thread-safe; the shared memory is confined to the thread that holds the processor.
 */
public final class ForkSource implements AutoCloseable {
    /** From the epoch of Unix to PostgreSQL's epoch, 2000-01-01. */
    private static final long EPOCH_MICROS = TimeUnit.DAYS.toMicros(10_957);

    private final ReadWriteLock replacing = new ReentrantReadWriteLock();

    @GuardedBy("replacing")
    private BaseImage origin;

    private final SharedSegments segments;
    private final SharedFileTable sharedFiles;
    /** When the copy of a cluster was opened; empty for a cluster that has booted, whose image has the time. */
    @GuardedBy("replacing")
    private OptionalLong startMicros;

    /** The memory of processes that have ended, with this cluster's shared memory mapped. */
    private final Spares spares = new Spares();

    private final AtomicBoolean isClosed = new AtomicBoolean();

    private ForkSource(
            BaseImage origin, SharedSegments segments, SharedFileTable sharedFiles, OptionalLong startMicros) {
        this.origin = origin;
        this.segments = segments;
        this.sharedFiles = sharedFiles;
        this.startMicros = startMicros;
    }

    /** For a cluster that has booted. Takes over its arguments and closes them. */
    public static ForkSource booted(BaseImage origin, SharedSegments segments, SharedFileTable sharedFiles) {
        return new ForkSource(origin, segments, sharedFiles, OptionalLong.empty());
    }

    /**
     * For a copy of a cluster, which starts now.
     *
     * @param spares guests that have these segments mapped
     */
    static ForkSource copied(
            BaseImage origin,
            SharedSegments segments,
            List<SpareGuest> spares,
            SharedFileTable sharedFiles,
            Clock clock) {
        long now = TimeUnit.NANOSECONDS.toMicros(clock.realtimeNanos());
        ForkSource copy = new ForkSource(origin, segments, sharedFiles, OptionalLong.of(now - EPOCH_MICROS));
        for (SpareGuest spare : spares) copy.spares.put(spare);
        return copy;
    }

    SharedSegments segments() {
        return segments;
    }

    public SharedFileTable sharedFiles() {
        return sharedFiles;
    }

    public HostCallbacks callbacks() {
        return origin().callbacks();
    }

    public BaseImage origin() {
        replacing.readLock().lock();
        try {
            return origin;
        } finally {
            replacing.readLock().unlock();
        }
    }

    /** Makes a new process, with the shared memory mapped. The caller passes it to {@link #end}. */
    public Guest start(Imports imports, GuestOptions options, PgVariables variables) {
        return start(imports, options, variables, false);
    }

    /** The same for a process that serves a client. The caller passes it to {@link #endSession}. */
    public Guest startSession(Imports imports, GuestOptions options, PgVariables variables) {
        return start(imports, options, variables, true);
    }

    private Guest start(Imports imports, GuestOptions options, PgVariables variables, boolean isSession) {
        replacing.readLock().lock();
        try {
            Guest guest = make(imports, options, isSession);
            if (startMicros.isPresent()) {
                PgGlobals globals = new PgGlobals(guest.memory(), variables);
                globals.putTime(PgVariable.PG_START_TIME, startMicros.getAsLong());
                globals.putTime(PgVariable.PG_RELOAD_TIME, startMicros.getAsLong());
            }
            return guest;
        } finally {
            replacing.readLock().unlock();
        }
    }

    private Guest make(Imports imports, GuestOptions options, boolean isSession) {
        Optional<SpareGuest> own = spares.take(origin.image(), options);
        if (own.isPresent()) return own.get().start(imports);
        Optional<SpareGuest> others = origin.spares().take(origin.image(), options);
        Guest guest = others.isPresent() ? others.get().start(imports) : Guest.create(origin.image(), imports, options);
        try {
            segments.mapInto(guest);
            if (isSession) origin.sessionPages().touch(guest);
            return guest;
        } catch (RuntimeException | Error e) {
            guest.close();
            throw e;
        }
    }

    /** Closes a process that was started by {@link #startSession}, and learns from it which pages the next ones touch. */
    public void endSession(Guest process) {
        origin().sessionPages().learn(process);
        end(process);
    }

    /** Closes a process that was started from this. */
    public void end(Guest process) {
        Optional<SpareGuest> spare = process.retire();
        if (spare.isEmpty()) return;
        if (spare.get().image() == origin().image()) spares.put(spare.get());
        else spare.get().close();
    }

    /** Frees memory that is kept for the next processes. */
    public void trim() {
        for (SpareGuest spare : spares.takeAll()) spare.close();
    }

    /** Lets later processes begin with the present memory of this one, which must have been made from this image. */
    public void replace(Guest process) {
        GuestImage image = process.image(segments.ranges());
        replacing.writeLock().lock();
        try {
            BaseImage former = origin;
            origin = former.with(image);
            startMicros = OptionalLong.empty();
            former.leave();
        } finally {
            replacing.writeLock().unlock();
        }
        trim();
    }

    /** Call it only when no process is left that was made from this. Closing again does nothing. */
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) return;
        sharedFiles.close();
        Spares.Cluster left = new Spares.Cluster(segments, spares.takeAll());
        spares.close();
        origin().spares().put(left);
        origin().leave();
    }
}
