package dev.pglitej.internal.cluster;

import dev.pglitej.internal.backend.Environment;
import dev.pglitej.internal.backend.FirstProcess;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.kernel.HostLog;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What a postmaster does when all children of a crashed incarnation have ended: it boots the next one, or shuts down. Confined to the
 * thread of the recovery. If an Error interrupts a call, the next call continues.
 */
final class Reinitialization implements Recovery.Work {
    // Not a logger: without memory for one, the initialization of this class would fail for ever.
    private static final String LOG = "dev.pglitej.cluster";

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Environment environment;
    private final Incarnation dead;
    private final Function<ForkSource, Incarnation> incarnations;
    private final Outcome outcome;
    private boolean isDecided;
    private boolean isRestarted;
    private boolean isAnnounced;
    private boolean isDelayed;

    /** The cluster, which gets the result. */
    interface Outcome {
        void begin(Incarnation next);

        void delay(String reason);

        /** Returns false if the cluster was closed meanwhile. */
        boolean fail(String reason);
    }

    Reinitialization(
            Environment environment,
            Incarnation dead,
            Function<ForkSource, Incarnation> incarnations,
            Outcome outcome) {
        this.environment = environment;
        this.dead = dead;
        this.incarnations = incarnations;
        this.outcome = outcome;
    }

    @Override
    public void attempt(FirstProcess process) {
        if (!isDecided) {
            isRestarted = dead.process().setting("restart_after_crash").equals("on");
        }
        isDecided = true;
        awaitDisk(process);
        if (!isAnnounced) announce();
        if (isRestarted) {
            outcome.begin(ready(process.boot()));
        } else {
            boolean ignored = outcome.fail("it shuts down because \"restart_after_crash\" is off");
            logEnd();
        }
    }

    /** A process of the dead incarnation may still change a file, if it is in the middle of that. All others end before they do. */
    private void awaitDisk(FirstProcess process) {
        while (!dead.processor().awaitNoneAbsent(LOOK_AGAIN_NANOS)) process.checkNotAborted();
    }

    private void announce() {
        dead.retire();
        environment
                .log()
                .postmaster(
                        isRestarted
                                ? "all server processes terminated; reinitializing"
                                : "shutting down because \"restart_after_crash\" is off");
        isAnnounced = true;
    }

    private Incarnation ready(ForkSource image) {
        Incarnation next;
        try {
            next = incarnations.apply(image);
        } catch (RuntimeException | Error e) {
            image.close();
            throw e;
        }
        try {
            environment.log().ready();
            return next;
        } catch (RuntimeException | Error e) {
            next.retire();
            throw e;
        }
    }

    @Override
    public void postponed(Throwable cause) {
        if (isDelayed) return;
        Throwable root = cause;
        while (root.getCause() != null) root = root.getCause();
        String reason = "recovery is tried again until there is room for it: " + root;
        outcome.delay(reason);
        environment.log().postmaster(reason);
        HostLog.log(LOG, System.Logger.Level.WARNING, reason, cause);
        isDelayed = true;
    }

    @Override
    public void failed(Throwable cause) {
        // If the cluster was closed meanwhile, the process has been aborted.
        if (!outcome.fail("it did not recover: " + cause.getMessage())) return;
        environment.log().postmaster("shutting down due to startup process failure");
        logEnd();
        String text = "the database did not recover from a crash and accepts no connections";
        HostLog.log(LOG, System.Logger.Level.ERROR, text, cause);
    }

    @Override
    public void ended() {
        // Attempts do it before they boot. A recovery that is aborted early makes none.
        dead.retire();
        // What waits for this gives up before.
        boolean ignored = dead.processor().awaitNoneAbsent(Long.MAX_VALUE);
    }

    private void logEnd() {
        environment.log().postmaster("database system is shut down");
    }
}
