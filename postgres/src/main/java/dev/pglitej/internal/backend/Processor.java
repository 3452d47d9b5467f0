package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one processor of a cluster: the backend that holds it runs, and all others wait. Thread-safe.
 *
 * <p>PostgreSQL was compiled here for a single thread, including its spinlocks and atomics. Several backends over one shared memory are
 * sound nevertheless, because the processor changes hands only where PostgreSQL holds no spinlock: in its waits, in calls that may wait for
 * a disk, and in ProcessInterrupts while no interrupt is held off. A backend that has run for a time slice is asked to give way there
 * by the threads that want the processor.
 */
// RATIONALE: "How can that be sound, if the binary was compiled for one thread?"
public final class Processor {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock(true);
    /** How many threads have waited for more than a time slice. */
    private final AtomicInteger impatient = new AtomicInteger();

    private final Consumer<Throwable> crashed;
    private final HoldWatch watch;
    private volatile @Nullable Runnable giveWay;
    private volatile @Nullable Throwable crash;
    /** How often the processor has been given up. Only its holder writes this. */
    private volatile long turns;

    /** Waits for something that only a holder of the processor can bring about. */
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    /** Held while it is asked whether waits are over, which reads memory that is freed after the wait has been removed. */
    private final ReentrantLock asking = new ReentrantLock();

    /** How many threads are within a call that may wait for a disk. */
    private final AtomicInteger absent = new AtomicInteger();

    private final ReentrantLock absence = new ReentrantLock();
    private final Condition noneAbsent = absence.newCondition();

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
        if (watch.heldNanos() >= SLICE_NANOS) askForWay();
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
        for (Waiter waiter : waiters) waiter.wake.run();
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
        if (waiters.isEmpty()) {
            lock.unlock();
        } else {
            List<Waiter> done = takeDone();
            lock.unlock();
            for (Waiter waiter : done) waiter.wake.run();
        }
    }

    /** The waiters whose wait is over. They are woken later, because they want the processor. */
    private List<Waiter> takeDone() {
        List<Waiter> done = new ArrayList<>();
        asking.lock();
        try {
            for (Waiter waiter : waiters) {
                if (waiter.isOver.getAsBoolean()) done.add(waiter);
            }
            waiters.removeAll(done);
        } finally {
            asking.unlock();
        }
        for (Waiter waiter : done) waiter.isDone = true;
        return done;
    }

    private void remove(Waiter waiter) {
        asking.lock();
        try {
            boolean ignored = waiters.remove(waiter);
        } finally {
            asking.unlock();
        }
    }

    private static final class Waiter {
        private final BooleanSupplier isOver;
        private final Runnable wake;
        private volatile boolean isDone;

        Waiter(BooleanSupplier isOver, Runnable wake) {
            this.isOver = isOver;
            this.wake = wake;
        }
    }

    /** A wait of {@link #tell}. */
    interface Wait {
        /** Ends it. Nothing is asked or called any more when this returns, unless it is being called. */
        void cancel();
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
        // This thread gives it up once itself.
        long before = turns + 1;
        boolean ignored = await(giveWay, () -> turns != before, nanos);
    }

    /**
     * Gives the processor up until something is so, or the time is up; then takes it again.
     *
     * @param isOver changed by no thread that does not hold the processor; called by those that do
     * @param nanos how long to wait at most
     * @return false if the time was up
     * @throws ClusterCrashedException after {@link #crash}; the processor is not taken then
     */
    boolean await(Runnable giveWay, BooleanSupplier isOver, long nanos) {
        Thread thread = Thread.currentThread();
        Waiter waiter = new Waiter(isOver, () -> LockSupport.unpark(thread));
        waiters.add(waiter);
        release();
        try {
            park(waiter, nanos);
            acquire(giveWay);
        } finally {
            remove(waiter);
        }
        return waiter.isDone || isOver.getAsBoolean();
    }

    /**
     * Calls something once, when something is so or after {@link #crash}.
     *
     * @param isOver as in {@link #await}
     * @param told must not block
     */
    Wait tell(BooleanSupplier isOver, Runnable told) {
        Waiter waiter = new Waiter(isOver, told);
        waiters.add(waiter);
        if (crash != null) told.run();
        return () -> remove(waiter);
    }

    private void park(Waiter waiter, long nanos) {
        Deadline deadline = Deadline.in(nanos);
        boolean interrupted = Thread.interrupted();
        while (!waiter.isDone && crash == null && !deadline.isOver()) {
            LockSupport.parkNanos(this, deadline.leftNanos());
            interrupted |= Thread.interrupted();
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /**
     * Gives the processor up for a call that may wait for a disk. The thread has to {@link #comeBack}.
     *
     * @throws ClusterCrashedException after {@link #crash}; the thread must not call then
     */
    void leave() {
        absent.incrementAndGet();
        if (crash != null) {
            returned();
            checkNotCrashed();
        }
        release();
    }

    private void returned() {
        if (absent.decrementAndGet() > 0 || crash == null) return;
        absence.lock();
        try {
            noneAbsent.signalAll();
        } finally {
            absence.unlock();
        }
    }

    /**
     * The call has ended.
     *
     * @throws ClusterCrashedException after {@link #crash}; the processor is not taken then
     */
    void comeBack(Runnable giveWay) {
        returned();
        acquire(giveWay);
    }

    /** Whether no thread is within a call that may wait for a disk. For a thread that holds the processor. */
    public boolean isNoneAbsent() {
        return absent.get() == 0;
    }

    /**
     * Waits, after {@link #crash}, until no thread is within a call that may wait for a disk. None begins such a call any more.
     *
     * @return false if the time was up first
     */
    public boolean awaitNoneAbsent(long nanos) {
        Deadline deadline = Deadline.in(nanos);
        boolean interrupted = false;
        absence.lock();
        try {
            while (absent.get() > 0 && !deadline.isOver()) {
                try {
                    long ignored = noneAbsent.awaitNanos(deadline.leftNanos());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return absent.get() == 0;
        } finally {
            absence.unlock();
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Whether the calling thread holds the processor. */
    public boolean isHeld() {
        return lock.isHeldByCurrentThread();
    }
}
