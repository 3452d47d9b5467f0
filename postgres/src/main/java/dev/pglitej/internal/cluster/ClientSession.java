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
import java.util.function.BooleanSupplier;

/**
 * One client's session: a client backend that runs on the thread that calls {@link #run} or {@link #advance}. Thread-safe.
 *
 * <p>A backend that no thread runs may have work to do: a signal, a timeout, an invalidation, or the rest of a statement that its caller
 * has left. It is due then, unless its client comes first. A caller usually leaves to read what its session has sent and soon returns, so
 * it gets a moment for that.
 */
// RATIONALE: "Who runs a process that no client runs?"
final class ClientSession implements Session {
    private static final System.Logger LOG = System.getLogger(ClientSession.class.getName());
    /** How long a statement that its caller has left waits for that caller. Handing over to another thread costs a tenth of that. */
    private static final long RETURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Children children;
    private final Backend backend;
    private final SessionChannel channel;
    /** Whether an executor of its client's runs it, rather than its client's thread. */
    private final boolean isQueued;

    private final Turns turns;

    ClientSession(Children children, Backend backend, SessionChannel channel, Clock clock, Timers timers) {
        this.children = children;
        this.backend = backend;
        this.channel = channel;
        this.isQueued = channel.executor().isPresent();
        Executor executor = channel.executor().orElse(ProcessThreads.executor());
        this.turns = new Turns(backend, executor, this::runDue, clock, timers);
    }

    @Override
    public void run() {
        if (!turns.take()) return;
        try {
            children.run(backend).ifPresentOrElse(this::tellIfCrashed, this::tellDiscarded);
        } finally {
            turns.end();
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
        if (!backend.hasBegun()) backend.onWake(turns::due);
        if (turns.take()) return runTaken(leave, isQueued);
        return turns.hasEnded() ? Progress.ENDED : Progress.BUSY;
    }

    private Progress runTaken(BooleanSupplier leave, boolean isQueued) {
        Progress progress = Progress.ENDED;
        try {
            progress = advanceTaken(leave, isQueued);
            return progress;
        } catch (Error e) {
            // For instance, the heap is exhausted. The backend is unchanged, or its cluster has crashed, which the next
            // call finds.
            progress = Progress.WAITING;
            turns.rest();
            throw e;
        } finally {
            if (progress == Progress.ENDED) turns.end();
            channel.stopped(progress);
        }
    }

    private Progress advanceTaken(BooleanSupplier leave, boolean isQueued) {
        do {
            long turn = turns.begin();
            if (!children.canAdvance(backend)) {
                tellDiscarded();
                return Progress.ENDED;
            }
            Optional<ProcessEnd> end = children.advance(backend, leave, isQueued);
            if (end.isPresent()) {
                tellIfCrashed(end.get());
                return Progress.ENDED;
            }
            boolean leaves = !backend.waitsForClient();
            boolean isUnfinished = backend.leftUnfinished();
            turns.rest();
            if (leaves) {
                dueAfterLeaving(turn, isQueued, isUnfinished);
                return Progress.LEFT;
            }
            // A wake-up after the last check of the backend, and before it rested, has reached no thread.
        } while (backend.isWoken() && turns.takeIdle());
        return Progress.WAITING;
    }

    private void dueAfterLeaving(long turn, boolean isQueued, boolean isUnfinished) {
        if (!isQueued) {
            turns.dueUnlessTaken(turn, RETURN_NANOS);
        } else if (isUnfinished || backend.isWoken()) {
            turns.due();
        }
    }

    private void runDue() {
        if (!turns.takeDue()) return;
        try {
            Progress ignored = runTaken(() -> true, true);
        } catch (BackendCrashedException e) {
            HostLog.log(
                    LOG,
                    System.Logger.Level.ERROR,
                    "an idle session crashed, which ends all sessions of its database",
                    e);
        } catch (RuntimeException | Error e) {
            HostLog.log(LOG, System.Logger.Level.ERROR, "an idle session could not be run; this is tried again", e);
            turns.tryAgain();
        }
    }

    @Override
    public void reconsider() {
        if (turns.isRunning()) backend.reconsider();
    }

    @Override
    public void terminate() {
        backend.signal(Signal.SIGTERM);
    }
}
