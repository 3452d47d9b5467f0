package dev.pglitej.internal.cluster;

import static dev.pglitej.internal.backend.BackendKind.AUTOVACUUM_LAUNCHER;
import static dev.pglitej.internal.backend.BackendKind.BACKGROUND_WRITER;
import static dev.pglitej.internal.backend.BackendKind.CHECKPOINTER;
import static dev.pglitej.internal.backend.BackendKind.WAL_WRITER;

import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.backend.PostmasterProcess;
import dev.pglitej.internal.pg.StartupData;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of which an incarnation has one each (checkpointer, WAL writer and others), and which it keeps running once they are
 * needed. Thread-safe; takes no locks of other classes except {@link Children}.
 *
 * <p>A database without clients has none of them. The checkpointer starts alone when a process requests a checkpoint or has files for it to
 * remove; {@link #startAll} starts all of them.
 */
// RATIONALE: "When do checkpointer, WAL writer, background writer and autovacuum start?"
final class Auxiliaries {
    private final Children children;
    private final PostmasterProcess postmaster;
    private final Map<BackendKind, Backend> running = new EnumMap<>(BackendKind.class);
    private boolean isWanted;
    private boolean isStopped;

    Auxiliaries(Children children, PostmasterProcess postmaster) {
        this.children = children;
        this.postmaster = postmaster;
    }

    synchronized void startAll() {
        isWanted = true;
        if (isStopped) return;
        start(CHECKPOINTER);
        start(WAL_WRITER);
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
        if (isWanted) startAll();
    }

    /** Starts a process unless it runs, or {@link #stop} forbids it. */
    synchronized void start(BackendKind kind) {
        if (isStopped || running.containsKey(kind)) return;
        children.start(kind, StartupData.nothing()).ifPresent(child -> running.put(kind, child));
    }

    /** Starts a process of a kind that may have several, unless {@link #stop} forbids it or there is no place left. */
    synchronized void startWorker(BackendKind kind) {
        if (isStopped) return;
        Optional<Backend> ignored = children.start(kind, StartupData.nothing());
    }

    /** Restarts a process that ended although it is still needed. */
    synchronized void ended(Backend child) {
        if (!running.remove(child.kind(), child)) return;
        if (isWanted) startAll();
    }

    /** Starts none until {@link #resume}. Running processes continue. */
    synchronized void stop() {
        isStopped = true;
    }

    /** Allows them again, but starts none yet. Returns whether they are needed. */
    synchronized boolean resume() {
        isStopped = false;
        return isWanted;
    }
}
