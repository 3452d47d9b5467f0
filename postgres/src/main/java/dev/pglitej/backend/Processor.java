package dev.pglitej.backend;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one processor of a cluster: the backend that holds it runs, all others wait. Safe for any number of threads.
 *
 * <p>PostgreSQL was compiled here for a single thread, its spinlocks and atomics included. What makes several backends over
 * one shared memory sound is that the processor changes hands only where PostgreSQL holds none of them: in its waits, and in
 * ProcessInterrupts while no interrupt is held off. Whoever wants the processor and does not get it within a time slice asks
 * the running backend to give way there.
 */
public final class Processor {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition released = lock.newCondition();
    /** How often the processor has changed hands. Guarded by the lock. */
    private long releases;

    private final Consumer<Throwable> crashed;
    private volatile @Nullable Runnable giveWay;
    private volatile @Nullable Throwable crash;

    /** A processor that nobody holds. */
    public Processor() {
        this(cause -> {});
    }

    /** @param crashed told once, by the thread that crashes the cluster, when that happens; must not block */
    public Processor(Consumer<Throwable> crashed) {
        this.crashed = crashed;
    }

    /**
     * Waits for the processor and takes it.
     *
     * @param giveWay called by other threads while this one runs, when they have waited for a slice; must not block
     * @throws ClusterCrashedException after {@link #crash}; the processor is not taken then
     */
    public void acquire(Runnable giveWay) {
        boolean interrupted = false;
        while (true) {
            try {
                if (lock.tryLock(SLICE_NANOS, TimeUnit.NANOSECONDS)) break;
                Runnable running = this.giveWay;
                if (running != null) running.run();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        takeUnlessCrashed(giveWay);
    }

    private void takeUnlessCrashed(Runnable giveWay) {
        Throwable cause = crash;
        if (cause != null) {
            lock.unlock();
            throw new ClusterCrashedException(cause);
        }
        this.giveWay = giveWay;
    }

    /** Keeps every backend from running ever again, since one has crashed. The first cause is kept. */
    public void crash(Throwable cause) {
        synchronized (crashed) {
            if (crash != null) return;
            crash = cause;
        }
        crashed.accept(cause);
    }

    /** Ends a backend that runs although the cluster has crashed. */
    void checkNotCrashed() {
        Throwable cause = crash;
        if (cause != null) throw new ClusterCrashedException(cause);
    }

    /** Gives the processor up to one of those who wait, roughly in the order in which they came. */
    public void release() {
        giveWay = null;
        releases++;
        released.signalAll();
        lock.unlock();
    }

    /** Gives way to those who wait, if any, and comes back. */
    public void passOn(Runnable giveWay) {
        if (!lock.hasQueuedThreads()) return;
        release();
        acquire(giveWay);
    }

    /**
     * Gives the processor up until another backend has run and released it, or the time is up; then takes it again.
     *
     * @param nanos how long at most
     * @throws ClusterCrashedException after {@link #crash}; the processor is not taken then
     */
    public void awaitProgress(Runnable giveWay, long nanos) {
        this.giveWay = null;
        releases++;
        released.signalAll();
        boolean interrupted = Thread.interrupted();
        long before = releases;
        long left = nanos;
        try {
            while (releases == before && left > 0) left = released.awaitNanos(left);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) Thread.currentThread().interrupt();
        takeUnlessCrashed(giveWay);
    }

    /** Whether the calling thread holds the processor. */
    public boolean isHeld() {
        return lock.isHeldByCurrentThread();
    }
}
