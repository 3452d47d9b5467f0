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
 * The processes of which an incarnation has one each, and which it keeps running once they are needed. Thread-safe; takes no lock of
 * others but those of {@link Children}.
 *
 * <p>A database that has no client costs none of them. The checkpointer starts alone when somebody asks for a checkpoint or has files for
 * it to remove; all of them start when {@link #startAll} says so.
 */
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

    /** Starts what is wanted only now; what is not wanted any more ends by itself. */
    synchronized void settingsChanged() {
        if (isWanted) startAll();
    }

    /** Starts one unless it runs, or {@link #stop} forbids it. */
    synchronized void start(BackendKind kind) {
        if (isStopped || running.containsKey(kind)) return;
        children.start(kind, StartupData.nothing()).ifPresent(child -> running.put(kind, child));
    }

    /** Starts one of which there may be several, unless {@link #stop} forbids it or there is no place left. */
    synchronized void startWorker(BackendKind kind) {
        if (isStopped) return;
        Optional<Backend> ignored = children.start(kind, StartupData.nothing());
    }

    /** What ended although it is still wanted is started again. */
    synchronized void ended(Backend child) {
        if (!running.remove(child.kind(), child)) return;
        if (isWanted) startAll();
    }

    /** Starts none until {@link #resume}; those that run are left alone. */
    synchronized void stop() {
        isStopped = true;
    }

    /** Allows them again; starts none yet. Says whether they are wanted. */
    synchronized boolean resume() {
        isStopped = false;
        return isWanted;
    }
}
