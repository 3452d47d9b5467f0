package dev.pglitej.internal.backend;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one processor of a cluster: the backend that holds it runs, and all others wait. Thread-safe.
 *
 * <p>PostgreSQL was compiled here for a single thread, including its spinlocks and atomics. Several backends over one shared memory are
 * sound nevertheless, because the processor changes hands only where PostgreSQL holds no such lock: in its waits, and in ProcessInterrupts
 * while no interrupt is held off. A thread that wants the processor and does not get it within a time slice asks the running backend to
 * give way there.
 */
// RATIONALE: "How can that be sound, if the binary was compiled for one thread?"
public final class Processor {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final ReentrantLock lock = new ReentrantLock(true);
    /** How many threads have waited for more than a time slice. */
    private final AtomicInteger impatient = new AtomicInteger();

    private final Consumer<Throwable> crashed;
    private final HoldWatch watch;
    private volatile @Nullable Runnable giveWay;
    private volatile @Nullable Throwable crash;
    /** How often the processor has been given up. Only its holder writes this. */
    private volatile long turns;

    // For threads in awaitProgress(). The lock is held only to count and to wake them.
    private final ReentrantLock progress = new ReentrantLock();
    private final Condition progressed = progress.newCondition();
    private volatile int awaiting;

    /** A processor that nobody holds. */
    public Processor() {
        this(cause -> {}, HoldWatch.none());
    }

    /**
     * @param crashed called once, by the thread that crashes the cluster; must not block
     * @param watch notices a backend that keeps the processor for too long
     */
    public Processor(Consumer<Throwable> crashed, HoldWatch watch) {
        this.crashed = crashed;
        this.watch = watch;
    }

    /**
     * Waits for the processor and takes it. A thread that finds it free takes it at once, even if a waiting thread has been woken but does
     * not run yet, because the processor would be idle until then. When a thread has waited for a time slice, no other thread may overtake
     * it in this way.
     *
     * @param giveWay called by other threads while this one holds the processor, when they have waited for a time slice; must not block
     * @throws ClusterCrashedException after {@link #crash}; the processor is not taken then
     */
    public void acquire(Runnable giveWay) {
        if (impatient.get() > 0 || !lock.tryLock()) queue();
        takeUnlessCrashed(giveWay);
    }

    /** Waits for the lock in order. */
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
        // The holder may never give it up.
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

    /** Prevents every backend from running again, because one has crashed. Keeps the first cause. */
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

    /** The cause of the first {@link #crash}. */
    public Optional<Throwable> crashCause() {
        return Optional.ofNullable(crash);
    }

    /** Ends a backend that runs although the cluster has crashed. */
    void checkNotCrashed() {
        Throwable cause = crash;
        if (cause != null) throw new ClusterCrashedException(cause);
    }

    /** Gives the processor to one of the waiting threads, roughly in the order in which they came. */
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

    /** Gives the processor to waiting threads, if there are any, and takes it again. */
    public void passOn(Runnable giveWay) {
        if (!lock.hasQueuedThreads()) return;
        release();
        queue();
        takeUnlessCrashed(giveWay);
    }

    /**
     * Gives the processor up until another backend has run and released it, or the time is up; then takes it again.
     *
     * @param nanos how long to wait at most
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
