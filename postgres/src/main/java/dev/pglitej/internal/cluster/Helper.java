package dev.pglitej.internal.cluster;

import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import java.util.Optional;

/**
 * A process without a client: a checkpointer, a worker and so on. It returns its thread whenever it waits, so that one which has nothing to
 * do costs no thread. Thread-safe.
 */
final class Helper {
    private static final System.Logger LOG = System.getLogger(Helper.class.getName());

    private final Children children;
    private final Backend backend;
    private final Turns turns;

    Helper(Children children, Backend backend, Clock clock, Timers timers) {
        this.children = children;
        this.backend = backend;
        this.turns = new Turns(backend, ProcessThreads.executor(), this::run, clock, timers);
    }

    /** Lets a thread run the process. An Error of that, for instance because there is no thread, goes to the caller. */
    void start() {
        backend.onWake(turns::due);
        turns.dueOrFail();
    }

    private void run() {
        if (!turns.takeDue()) return;
        boolean hasEnded = true;
        try {
            hasEnded = runTaken();
        } catch (Error e) {
            // For instance, the heap is exhausted. The process is unchanged, or its cluster has crashed, which the next
            // call finds.
            hasEnded = false;
            turns.rest();
            HostLog.log(LOG, System.Logger.Level.ERROR, "the " + backend + " could not be run; this is tried again", e);
            turns.tryAgain();
        } catch (RuntimeException e) {
            HostLog.log(LOG, System.Logger.Level.ERROR, "the " + backend + " failed", e);
        } finally {
            if (hasEnded) turns.end();
        }
    }

    private boolean runTaken() {
        do {
            long ignored = turns.begin();
            if (!children.canAdvance(backend)) return true;
            Optional<ProcessEnd> end = children.advance(backend, () -> true, true);
            if (end.isPresent()) return true;
            turns.rest();
            // A wake-up after the last check of the process, and before it rested, has reached no thread.
        } while ((backend.isWoken() || backend.leftUnfinished()) && turns.takeIdle());
        return false;
    }
}
