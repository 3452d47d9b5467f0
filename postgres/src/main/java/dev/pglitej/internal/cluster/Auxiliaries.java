package dev.pglitej.internal.cluster;

import static dev.pglitej.internal.backend.BackendKind.AUTOVACUUM_LAUNCHER;
import static dev.pglitej.internal.backend.BackendKind.BACKGROUND_WRITER;
import static dev.pglitej.internal.backend.BackendKind.CHECKPOINTER;
import static dev.pglitej.internal.backend.BackendKind.WAL_WRITER;

import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.backend.PostmasterProcess;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.internal.pg.StartupData;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processes of which an incarnation has one each: checkpointer, WAL writer and others. Thread-safe; takes no locks of other classes
 * except {@link Children}.
 *
 * <p>Each starts alone when there is work for it ({@link #start}). {@link #startAll} starts those that have to look for work themselves,
 * and keeps them running.
 */
// RATIONALE: "When do checkpointer, WAL writer, background writer and autovacuum start?"
final class Auxiliaries {
    private final Children children;
    private final PostmasterProcess postmaster;
    private final boolean isDurable;
    private final Map<BackendKind, Backend> running = new EnumMap<>(BackendKind.class);
    /** Those of the running ones that {@link #rest} has told to end. */
    private final Set<BackendKind> resting = EnumSet.noneOf(BackendKind.class);
    /** Those of the resting ones for which there is work again. */
    private final Set<BackendKind> again = EnumSet.noneOf(BackendKind.class);

    /** Whether those that look for work themselves are to run. */
    private boolean isUsed;
    /** Whether the files may have changes that a checkpoint has to make durable. */
    private boolean hasBeenUsed;

    private boolean isStopped;

    /** @param isDurable whether data outlive the database, so that writing them has to be prepared while it is idle */
    Auxiliaries(Children children, PostmasterProcess postmaster, boolean isDurable) {
        this.children = children;
        this.postmaster = postmaster;
        this.isDurable = isDurable;
    }

    synchronized void startAll() {
        isUsed = true;
        hasBeenUsed = true;
        if (isStopped) return;
        if (isDurable) {
            start(CHECKPOINTER);
            start(WAL_WRITER);
        }
        start(BACKGROUND_WRITER);
        if (vacuumsByItself()) start(AUTOVACUUM_LAUNCHER);
    }

    /** AutoVacuumingActive() (autovacuum.c). */
    private boolean vacuumsByItself() {
        return postmaster.setting("autovacuum").equals("on")
                && postmaster.setting("track_counts").equals("on");
    }

    /** Starts processes that the new settings ask for. Processes that they do not ask for end by themselves. */
    synchronized void settingsChanged() {
        if (isUsed) startAll();
    }

    /** Starts a process unless it runs, or {@link #stop} forbids it. */
    synchronized void start(BackendKind kind) {
        if (isStopped) return;
        if (running.containsKey(kind)) {
            if (resting.contains(kind)) again.add(kind);
            return;
        }
        children.start(kind, StartupData.nothing()).ifPresent(child -> running.put(kind, child));
    }

    /** Ends them until there is work for them again. If data are to be durable, the checkpointer stays, because a checkpoint is due. */
    synchronized void rest() {
        isUsed = false;
        running.forEach((kind, child) -> {
            if (kind == CHECKPOINTER && isDurable) return;
            if (resting.add(kind)) child.signal(kind == CHECKPOINTER ? Signal.SIGUSR2 : Signal.SIGTERM);
        });
    }

    /** Starts a process of a kind that may have several, unless {@link #stop} forbids it or there is no place left. */
    synchronized void startWorker(BackendKind kind) {
        if (isStopped) return;
        Optional<Backend> ignored = children.start(kind, StartupData.nothing());
    }

    /** A process has ended. Returns whether {@link #restart} has something to do. */
    synchronized boolean ended(Backend child) {
        if (!running.remove(child.kind(), child)) return false;
        resting.remove(child.kind());
        return hasBeenUsed || again.contains(child.kind());
    }

    /** Starts processes that have ended although they are needed. */
    synchronized void restart() {
        if (isUsed) startAll();
        if (hasBeenUsed && isDurable) start(CHECKPOINTER);
        for (BackendKind kind : List.copyOf(again)) {
            again.remove(kind);
            start(kind);
        }
    }

    /** Starts none until {@link #resume}. Running processes continue. */
    synchronized void stop() {
        isStopped = true;
    }

    /** Allows them again. In memory, those that look for work start when the database is used, since another snapshot may follow. */
    synchronized void resume() {
        isStopped = false;
        if (isDurable) restart();
    }
}
