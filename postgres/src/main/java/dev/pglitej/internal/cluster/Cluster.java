package dev.pglitej.internal.cluster;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.api.Statistics;
import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.Environment;
import dev.pglitej.internal.backend.FirstProcess;
import dev.pglitej.internal.backend.PostgresLog;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Deadline;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.SessionRequest;
import dev.pglitej.spi.Sessions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A running cluster. It survives crashes of its processes: a crash ends an {@link Incarnation}, and another one recovers. Thread-safe. Lock
 * order: its own before anything of an incarnation.
 *
 * <p>A client's backend runs on the thread that runs its session. While none does, and the backend has something to do, it runs on one of
 * the threads that all clusters share, as helpers always do.
 */
public final class Cluster implements Sessions, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Cluster.class.getName());

    private final Environment environment;
    private final Clock clock;
    private final Timers timers;
    private final Patience patience = Patience.configured();
    // A lock instead of a monitor, because virtual threads that wait in a monitor would keep their carriers. RATIONALE:
    // "Why are there no monitors where threads wait?"
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();

    @GuardedBy("lock")
    private Phase phase = Phase.RUNNING;

    @GuardedBy("lock")
    private Incarnation incarnation;

    /** The present recovery, or the last one. */
    @GuardedBy("lock")
    private @Nullable Recovery recovery;

    /** Why the present recovery cannot finish; empty if there is no known reason. */
    private volatile String obstacle = "";

    /** The reason why there will be no next incarnation. */
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    private enum Phase {
        RUNNING(Statistics.State.RUNNING),
        /** Without processes, after {@link #pause}. */
        PAUSED(Statistics.State.RUNNING),
        /** A process has crashed, and the next incarnation boots. */
        RECOVERING(Statistics.State.RECOVERING),
        /** A process has crashed, and there will be no next incarnation. */
        CRASHED(Statistics.State.FAILED),
        CLOSED(Statistics.State.CLOSED);

        private final Statistics.State state;

        Phase(Statistics.State state) {
            this.state = state;
        }
    }

    private Cluster(Environment environment, Clock clock, Timers timers, Optional<ForkSource> copy) {
        this.environment = environment;
        this.clock = clock;
        this.timers = timers;
        ForkSource image = copy.isPresent() ? copy.get() : new FirstProcess(environment, clock, timers).boot();
        this.incarnation = incarnation(image);
        if (copy.isEmpty() || environment.log().isHeard()) environment.log().ready();
    }

    private Incarnation incarnation(ForkSource image) {
        return new Incarnation(environment, clock, timers, patience, image, this::crashed);
    }

    /** Starts the server on a data directory that initdb has made, with crash recovery where it is needed. */
    public static Cluster start(Environment environment, Clock clock, Timers timers) {
        return start(environment, clock, timers, Optional.empty());
    }

    /** The same; or, with a copy of a cluster and its files, continues from that copy. */
    public static Cluster start(Environment environment, Clock clock, Timers timers, Optional<ForkSource> copy) {
        return new Cluster(environment, clock, timers, copy);
    }

    public Environment environment() {
        return environment;
    }

    /** The present incarnation, which a crash may end at any time. */
    public Incarnation incarnation() {
        lock.lock();
        try {
            return incarnation;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Session open(SessionRequest request) {
        lock.lock();
        try {
            awaitSettled();
            if (isAboutToRecover()) {
                Incarnation crashed = incarnation;
                Exhaustion.orRefused(crashed::tellOfCrash);
            }
            awaitSettled();
            Incarnation present = incarnation;
            switch (phase) {
                case RUNNING -> {}
                case CLOSED -> throw refused("the database is closed");
                case PAUSED -> throw refused("the database system is starting up");
                case RECOVERING ->
                    throw new SessionRefusedException("57P03", "the database system is in recovery mode", obstacle);
                case CRASHED ->
                    throw new SessionRefusedException(
                            "57P03", "the database system has crashed; close it and open it again", failure.getNow(""));
            }
            Backend backend = Exhaustion.orRefused(() -> present.client(request))
                    .orElseThrow(() -> new SessionRefusedException("53300", "sorry, too many clients already", ""));
            return new ClientSession(present.children(), backend, request.channel(), clock, timers);
        } finally {
            lock.unlock();
        }
    }

    private static SessionRefusedException refused(String message) {
        return new SessionRefusedException("57P03", message, "");
    }

    public Statistics.State state() {
        lock.lock();
        try {
            return phase.state;
        } finally {
            lock.unlock();
        }
    }

    /** The reason why it does not recover from a crash; incomplete while it may still recover. */
    public CompletableFuture<String> failure() {
        return failure;
    }

    /** The processes that run now. */
    public Children children() {
        lock.lock();
        try {
            return incarnation.children();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, with a limit, until the cluster is in a lasting phase. */
    private void awaitSettled() {
        awaitNone(EnumSet.of(Phase.PAUSED, Phase.RECOVERING));
    }

    private void awaitNotPaused() {
        awaitNone(EnumSet.of(Phase.PAUSED));
    }

    private void awaitNone(Set<Phase> phases) {
        boolean interrupted = false;
        lock.lock();
        try {
            Deadline deadline = Deadline.in(patience.openNanos());
            while ((phases.contains(phase) || isAboutToRecover()) && !deadline.isOver()) {
                try {
                    long ignored = settled.awaitNanos(deadline.leftNanos());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** A thread that notices a crash may be faster than the thread that reports it. */
    @GuardedBy("lock")
    private boolean isAboutToRecover() {
        return phase == Phase.RUNNING && incarnation.processor().hasCrashed();
    }

    private void enter(Phase next) {
        lock.lock();
        try {
            phase = next;
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A backend of its own handles the request, as in PostgreSQL, since the keys are in shared memory. */
    @Override
    public boolean cancel(int processId, byte[] secretKey) {
        Children children;
        Optional<Backend> canceller;
        lock.lock();
        try {
            if (phase != Phase.RUNNING || incarnation.children().find(processId) == null) return false;
            children = incarnation.children();
            canceller =
                    incarnation.client(new SessionRequest(new CancelChannel(processId, secretKey), "a cancel request"));
        } finally {
            lock.unlock();
        }
        canceller.ifPresent(children::run);
        return canceller.isPresent();
    }

    /** A cluster without processes. Closing it starts them again. Until then, clients that open a session wait. */
    public interface Pause extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Ends all processes cleanly and without a shutdown checkpoint, so that shared memory and the files do not change any more. The
     * checkpointer's requests for fsync are lost, so make a checkpoint first if the files have to be durable.
     *
     * @param nanos how long the helpers may take
     * @return empty if a client is connected, or the cluster is not running; nothing has changed then
     * @throws IllegalStateException if a helper did not end in time; the cluster continues as before
     */
    public Optional<Pause> pause(long nanos) throws InterruptedException {
        Incarnation paused;
        lock.lock();
        try {
            awaitSettled();
            paused = incarnation;
            if (phase != Phase.RUNNING
                    || !paused.children().of(Incarnation.CLIENTS).isEmpty()) {
                return Optional.empty();
            }
            enter(Phase.PAUSED);
        } finally {
            lock.unlock();
        }
        try {
            paused.stop(false, nanos);
            return Optional.of(() -> resume(paused));
        } catch (TimeoutException e) {
            resume(paused);
            throw new IllegalStateException("the database could not be paused: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            resume(paused);
            throw e;
        }
    }

    private void resume(Incarnation paused) {
        lock.lock();
        try {
            if (phase != Phase.PAUSED || incarnation != paused) return;
            paused.resume();
            enter(Phase.RUNNING);
        } finally {
            lock.unlock();
        }
    }

    /** Called when a process of an incarnation has crashed: by its thread, or by a thread that has found the crash unreported. */
    private void crashed(Incarnation dead, Throwable cause) {
        lock.lock();
        try {
            if (dead != incarnation || (phase != Phase.RUNNING && phase != Phase.PAUSED)) return;
            HostLog.log(LOG, System.Logger.Level.ERROR, "a process of the database crashed; its sessions end", cause);
            environment.log().postmaster("terminating any other active server processes: " + cause);
            Recovery.Work work = new Reinitialization(environment, dead, this::incarnation, new Outcome());
            Recovery next =
                    new Recovery(() -> new FirstProcess(environment, clock, timers), work, patience.roomNanos());
            next.start();
            recovery = next;
            enter(Phase.RECOVERING);
        } finally {
            lock.unlock();
        }
    }

    /** Receives the result of the present recovery. */
    private final class Outcome implements Reinitialization.Outcome {
        @Override
        public void begin(Incarnation next) {
            lock.lock();
            try {
                if (phase == Phase.RECOVERING) {
                    incarnation = next;
                    obstacle = "";
                    enter(Phase.RUNNING);
                } else {
                    // Closed right after it had booted.
                    next.abort();
                    next.retire();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void delay(String reason) {
            obstacle = reason;
        }

        @Override
        public boolean fail(String reason) {
            lock.lock();
            try {
                if (phase != Phase.RECOVERING) return false;
                enter(Phase.CRASHED);
            } finally {
                lock.unlock();
            }
            failure.complete(reason);
            return true;
        }
    }

    /** Shuts down fast, as {@link #shutDown}. */
    @Override
    public void close() {
        shutDown(Shutdown.FAST);
    }

    /**
     * Ends the cluster and waits for that. Processes that do not end within a minute are cut off. An interrupt of the calling thread makes
     * it an immediate shutdown. Doing it again does nothing.
     */
    public void shutDown(Shutdown mode) {
        Phase before;
        Incarnation last;
        lock.lock();
        try {
            awaitNotPaused();
            before = phase;
            enter(Phase.CLOSED);
            // The last one, because a recovery that ends now begins no other.
            last = incarnation;
        } finally {
            lock.unlock();
        }
        switch (before) {
            case CLOSED, CRASHED -> {}
            case RECOVERING -> logged(mode, this::abortRecovery);
            case PAUSED, RUNNING -> logged(mode, () -> end(last, mode));
        }
    }

    /** Logs the shutdown, as a postmaster does. */
    private void logged(Shutdown mode, Runnable shutdown) {
        PostgresLog log = environment.log();
        if (log.isHeard()) log.postmaster("received " + mode.word() + " shutdown request");
        shutdown.run();
        if (log.isHeard()) log.postmaster("database system is shut down");
    }

    private void end(Incarnation last, Shutdown mode) {
        boolean interrupted = false;
        try {
            if (mode == Shutdown.IMMEDIATE || !shutDownInOrder(last, mode)) abort(last);
        } catch (InterruptedException e) {
            interrupted = true;
            last.abort();
        } finally {
            last.retire();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** At any point, because the next start replays the rest. */
    private void abortRecovery() {
        Recovery aborted;
        lock.lock();
        try {
            aborted = Objects.requireNonNull(recovery, "recovery");
        } finally {
            lock.unlock();
        }
        aborted.abort();
        try {
            if (aborted.awaitEnd(patience.abortNanos())) return;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the recovery of a closed database still runs, so its memory is not freed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether that succeeded. */
    private boolean shutDownInOrder(Incarnation last, Shutdown mode) throws InterruptedException {
        Children children = last.children();
        boolean isSmart = mode == Shutdown.SMART;
        if (!isSmart) {
            children.signal(Incarnation.CLIENTS, Signal.SIGTERM);
            children.discardWaiting();
        }
        try {
            if (!children.awaitNone(Incarnation.CLIENTS, isSmart ? Long.MAX_VALUE : patience.shutdownNanos())) {
                throw new TimeoutException(children.of(Incarnation.CLIENTS) + " still run after "
                        + TimeUnit.NANOSECONDS.toSeconds(patience.shutdownNanos()) + " seconds");
            }
            // A database that cannot be opened again needs no checkpoint.
            last.stop(!environment.isVolatile(), patience.shutdownNanos());
            environment.removePidFile();
            return true;
        } catch (TimeoutException e) {
            last.watchdog().report("it does not shut down in time and is cut off: " + e.getMessage());
            return false;
        }
    }

    /** From the beginning of this, no process can touch a file any more, even if the process never ends. */
    private void abort(Incarnation last) throws InterruptedException {
        last.abort();
        if (last.children().awaitNone(Incarnation.ALL, patience.abortNanos())) return;
        LOG.log(
                System.Logger.Level.WARNING,
                "these processes of a closed database still run, so their memory is not freed: "
                        + last.children().all());
    }
}
