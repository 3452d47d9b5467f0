package dev.pglitej.internal.backend;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one processor of a cluster: the backend that holds it runs, all others wait. Thread-safe.
 *
 * <p>PostgreSQL was compiled here for a single thread, its spinlocks and atomics included. What makes several backends over one shared
 * memory sound is that the processor changes hands only where PostgreSQL holds none of them: in its waits, and in ProcessInterrupts while
 * no interrupt is held off. A thread that wants the processor and does not get it within a time slice asks the running backend to give way
 * there.
 */
public final class Processor {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final ReentrantLock lock = new ReentrantLock(true);
    /** How many have waited for more than a slice. */
    private final AtomicInteger impatient = new AtomicInteger();

    private final Consumer<Throwable> crashed;
    private final HoldWatch watch;
    private volatile @Nullable Runnable giveWay;
    private volatile @Nullable Throwable crash;
    /** How often the processor has been given up. Written by its holder alone. */
    private volatile long turns;

    // Those who await progress, for whom the lock is only held to count and to wake them.
    private final ReentrantLock progress = new ReentrantLock();
    private final Condition progressed = progress.newCondition();
    private volatile int awaiting;

    /** A processor that nobody holds. */
    public Processor() {
        this(cause -> {}, HoldWatch.none());
    }

    /**
     * @param crashed told once, by the thread that crashes the cluster, when that happens; must not block
     * @param watch told of one who keeps the processor from others for too long
     */
    public Processor(Consumer<Throwable> crashed, HoldWatch watch) {
        this.crashed = crashed;
        this.watch = watch;
    }

    /**
     * Waits for the processor and takes it. One who comes while it is free takes it at once, although another may have been woken for it
     * and not be there yet: the processor would be idle until then. Nobody comes first that way as soon as somebody has waited for a slice.
     *
     * @param giveWay called by other threads while this one runs, when they have waited for a slice; must not block
     * @throws ClusterCrashedException after {@link #crash}; the processor is not taken then
     */
    public void acquire(Runnable giveWay) {
        if (impatient.get() > 0 || !lock.tryLock()) queue();
        takeUnlessCrashed(giveWay);
    }

    /** Takes the lock in its turn. */
    private void queue() {
        boolean interrupted = false;
        boolean isImpatient = false;
        try {
            while (true) {
                try {
                    if (lock.tryLock(SLICE_NANOS, TimeUnit.NANOSECONDS)) break;
                    if (!isImpatient) impatient.incrementAndGet();
                    isImpatient = true;
                    askForWay();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (isImpatient) impatient.decrementAndGet();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void askForWay() {
        // The holder may be one that never ends.
        checkNotCrashed();
        Runnable running = giveWay;
        if (running == null) return;
        running.run();
        watch.look(turns);
    }

    private void takeUnlessCrashed(Runnable giveWay) {
        Throwable cause = crash;
        if (cause != null) {
            lock.unlock();
            throw new ClusterCrashedException(cause);
        }
        watch.taken();
        this.giveWay = giveWay;
    }

    /** Keeps every backend from running ever again, since one has crashed. The first cause is kept. */
    public void crash(Throwable cause) {
        synchronized (crashed) {
            if (crash != null) return;
            crash = cause;
        }
        crashed.accept(cause);
        tellOfProgress();
    }

    /** Whether {@link #crash} has been called. */
    public boolean hasCrashed() {
        return crash != null;
    }

    /** What {@link #crash} was called with first. */
    public Optional<Throwable> crashCause() {
        return Optional.ofNullable(crash);
    }

    /** Ends a backend that runs although the cluster has crashed. */
    void checkNotCrashed() {
        Throwable cause = crash;
        if (cause != null) throw new ClusterCrashedException(cause);
    }

    /** Gives the processor up to one of those who wait, roughly in the order in which they came. */
    public void release() {
        giveWay = null;
        // Only the holder of the lock writes it.
        long next = turns + 1;
        turns = next;
        lock.unlock();
        if (awaiting != 0) tellOfProgress();
    }

    private void tellOfProgress() {
        progress.lock();
        try {
            progressed.signalAll();
        } finally {
            progress.unlock();
        }
    }

    /** Gives way to those who wait, if any, and comes back. */
    public void passOn(Runnable giveWay) {
        if (!lock.hasQueuedThreads()) return;
        release();
        queue();
        takeUnlessCrashed(giveWay);
    }

    /**
     * Gives the processor up until another backend has run and released it, or the time is up; then takes it again.
     *
     * @param nanos how long at most
     * @throws ClusterCrashedException after {@link #crash}; the processor is not taken then
     */
    public void awaitProgress(Runnable giveWay, long nanos) {
        awaitTurn(nanos);
        acquire(giveWay);
    }

    private void awaitTurn(long nanos) {
        boolean interrupted = Thread.interrupted();
        progress.lock();
        try {
            int others = awaiting;
            awaiting = others + 1;
            long before = turns + 1;
            release();
            long left = nanos;
            while (turns == before && crash == null && left > 0) left = progressed.awaitNanos(left);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            int all = awaiting;
            awaiting = all - 1;
            progress.unlock();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Whether the calling thread holds the processor. */
    public boolean isHeld() {
        return lock.isHeldByCurrentThread();
    }
}
