package dev.pglitej.internal.cluster;

import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.ClusterCrashedException;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * One client's session: a client backend that runs on the thread that calls {@link #run} or {@link #advance}. Thread-safe.
 *
 * <p>A backend that no thread runs may have work to do: a signal, a timeout, an invalidation, or the rest of a statement that its caller
 * has left. It is due then, and runs on a thread of the cluster, unless its client comes first. A caller usually leaves to read what its
 * session has sent and soon returns, so it gets a moment for that.
 */
// RATIONALE: "Who runs a backend that no client runs?"
final class ClientSession implements Session {
    private static final System.Logger LOG = System.getLogger(ClientSession.class.getName());
    /** How long a statement that its caller has left waits for that caller. Handing over to another thread costs a tenth of that. */
    private static final long RETURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private enum State {
        /** Not begun, or waiting for its client. */
        IDLE,
        /** As idle, but a thread of the cluster is about to run it. */
        DUE,
        RUNNING,
        ENDED
    }

    private final Children children;
    private final Backend backend;
    private final SessionChannel channel;
    private final Executor idleThreads;
    private final Clock clock;
    private final Timers timers;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    /** How often a thread has begun to run the backend. Only that thread writes this. */
    private volatile long turns;

    ClientSession(
            Children children,
            Backend backend,
            SessionChannel channel,
            Executor idleThreads,
            Clock clock,
            Timers timers) {
        this.children = children;
        this.backend = backend;
        this.channel = channel;
        this.idleThreads = idleThreads;
        this.clock = clock;
        this.timers = timers;
    }

    @Override
    public void run() {
        if (!claim()) return;
        try {
            children.run(backend).ifPresentOrElse(this::tellIfCrashed, this::tellDiscarded);
        } finally {
            state.set(State.ENDED);
        }
    }

    /** Tells the client why its backend never ran: the cluster was closed before. */
    private void tellDiscarded() {
        FatalMessage.SHUTDOWN.sendTo(channel);
    }

    /** Sends the last message for a backend that could not, and throws if the backend itself crashed. */
    private void tellIfCrashed(ProcessEnd end) {
        if (!(end instanceof ProcessEnd.Killed killed)) return;
        if (!(killed.cause() instanceof ClusterCrashedException other)) {
            FatalMessage.CRASHED_ITSELF.sendTo(channel);
            throw new BackendCrashedException(killed.cause());
        }
        boolean isShutdown = other.getCause() instanceof ImmediateShutdownException;
        (isShutdown ? FatalMessage.IMMEDIATE_SHUTDOWN : FatalMessage.CRASH_SHUTDOWN).sendTo(channel);
    }

    @Override
    public Progress advance(BooleanSupplier leave) {
        if (!backend.hasBegun()) backend.onWake(this::woken);
        if (claim()) return runClaimed(leave);
        return state.get() == State.ENDED ? Progress.ENDED : Progress.BUSY;
    }

    private boolean claim() {
        return state.compareAndSet(State.IDLE, State.RUNNING) || state.compareAndSet(State.DUE, State.RUNNING);
    }

    private Progress runClaimed(BooleanSupplier leave) {
        Progress progress = Progress.ENDED;
        try {
            progress = advanceClaimed(leave);
            return progress;
        } catch (Error e) {
            // For instance, the heap is exhausted. The backend is unchanged, or its cluster has crashed, which the next
            // call finds.
            progress = Progress.WAITING;
            state.compareAndSet(State.RUNNING, State.IDLE);
            throw e;
        } finally {
            if (progress == Progress.ENDED) state.set(State.ENDED);
            channel.stopped(progress);
        }
    }

    private Progress advanceClaimed(BooleanSupplier leave) {
        do {
            // Only the thread that has claimed the backend writes it.
            long turn = turns + 1;
            turns = turn;
            if (!children.canAdvance(backend)) {
                tellDiscarded();
                return Progress.ENDED;
            }
            Optional<ProcessEnd> end = children.advance(backend, leave);
            if (end.isPresent()) {
                tellIfCrashed(end.get());
                return Progress.ENDED;
            }
            boolean leaves = !backend.waitsForClient();
            state.set(State.IDLE);
            if (leaves) {
                dueUnlessSoonRun(turn);
                return Progress.LEFT;
            }
            // A wake-up after the last check of the backend, and before it was idle, has reached no thread.
        } while (backend.isWoken() && state.compareAndSet(State.IDLE, State.RUNNING));
        return Progress.WAITING;
    }

    private void dueUnlessSoonRun(long turn) {
        try {
            Timers.Timer ignored = timers.schedule(clock.monotonicNanos() + RETURN_NANOS, () -> {
                if (turns == turn) due();
            });
        } catch (IllegalStateException e) {
            // The database and its timers are closed, so there is no caller to wait for.
            due();
        }
    }

    private void woken() {
        if (state.get() == State.IDLE) due();
    }

    private void due() {
        if (!state.compareAndSet(State.IDLE, State.DUE)) return;
        try {
            idleThreads.execute(this::runDue);
        } catch (Error e) {
            // The thread that wakes a backend must not fail because of it. The next wake tries again, and so does the
            // client.
            state.compareAndSet(State.DUE, State.IDLE);
            HostLog.log(
                    LOG,
                    System.Logger.Level.ERROR,
                    "there is no thread for an idle session, which waits for its client",
                    e);
        }
    }

    private void runDue() {
        if (!state.compareAndSet(State.DUE, State.RUNNING)) return;
        try {
            runClaimed(() -> false);
        } catch (BackendCrashedException e) {
            HostLog.log(
                    LOG,
                    System.Logger.Level.ERROR,
                    "an idle session crashed, which ends all sessions of its database",
                    e);
        } catch (RuntimeException | Error e) {
            HostLog.log(
                    LOG, System.Logger.Level.ERROR, "an idle session could not be run, and waits for its client", e);
        }
    }

    @Override
    public void reconsider() {
        if (state.get() == State.RUNNING) backend.reconsider();
    }

    @Override
    public void terminate() {
        backend.signal(Signal.SIGTERM);
    }
}
