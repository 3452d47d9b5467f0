package dev.pglitej.internal.backend;

import dev.pglitej.internal.backend.Sleeper.Interest;
import dev.pglitej.internal.backend.Whereabouts.Place;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFunction;
import dev.pglitej.internal.kernel.process.BlockingCalls;
import dev.pglitej.internal.kernel.process.PendingSignals;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.HeldLocks;
import dev.pglitej.internal.pg.Interrupts;
import dev.pglitej.internal.pg.PgFunction;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.spi.SessionChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects a backend's guest with the processor: runs the guest while it holds the processor, gives the processor up wherever the guest
 * waits, and delivers signals and the interval timer at PostgreSQL's safe points. Confined to its thread, except {@link #signal},
 * {@link #reconsider} and {@link #giveWay}. A borrowed thread may be a different one after each return.
 */
final class BackendThread implements BlockingCalls, AutoCloseable {
    private static final int ITIMER_REAL = 0;
    private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int REPETITIONS = 3;

    private final Guest guest;
    private final Interrupts interrupts;
    private final HeldLocks locks;
    private final Processor processor;
    private final Clock clock;
    private final Timers timers;
    private final @Nullable SessionChannel channel;
    private final boolean hasDisk;
    private final Postmaster postmaster;
    private final boolean isForClients;
    private final Sleeper sleeper;
    private final PendingSignals pending = new PendingSignals();
    private final GuestFunction raise;
    private final GuestFunction timeout;
    private final Runnable giveWay = this::giveWay;
    private final Whereabouts whereabouts = new Whereabouts();

    private Timers.@Nullable Timer alarm;
    /** Says whether to return the borrowed thread; null for a backend that has a thread of its own. */
    private volatile @Nullable BooleanSupplier leave;
    /** Whether a thread is sure to run the backend again. */
    private volatile boolean isQueued;
    /** Whether the thread was returned because the backend waits for the client. */
    private volatile boolean waitsForClient;
    /** Whether the thread was returned although the backend waits for nothing. */
    private volatile boolean isUnfinished;

    /** Where the backend is when its thread has been returned. */
    private Place left = Place.NOWHERE;
    /** The wait for a byte for which the thread was returned. */
    private Processor.@Nullable Wait told;

    private volatile long alarmDeadline = Long.MAX_VALUE;
    private volatile boolean wanted;
    /** Whether {@link #reconsider} was called since the guest last asked whether to leave. */
    private final AtomicBoolean reconsiders = new AtomicBoolean();

    /**
     * @param hasDisk whether its files are on a disk, for which system calls may wait
     * @param isForClients whether it does what clients have asked for, rather than what the database needs itself
     */
    BackendThread(
            Guest guest,
            PgVariables variables,
            Postmaster postmaster,
            @Nullable SessionChannel channel,
            boolean hasDisk,
            boolean isForClients) {
        this.guest = guest;
        this.interrupts = new Interrupts(guest, variables);
        this.locks = new HeldLocks(guest, variables);
        this.processor = postmaster.processor();
        this.clock = postmaster.clock();
        this.timers = postmaster.timers();
        this.channel = channel;
        this.hasDisk = hasDisk;
        this.postmaster = postmaster;
        this.isForClients = isForClients;
        this.sleeper = new Sleeper(channel);
        this.raise = PgFunction.RAISE.of(guest);
        this.timeout = PgFunction.EMSCRIPTEN_TIMEOUT.of(guest);
    }

    Whereabouts whereabouts() {
        return whereabouts;
    }

    /** The calling thread begins to run the guest. */
    void acquireProcessor() {
        whereabouts.arrive();
        queueForProcessor();
    }

    /** Takes the processor again after a failure, if it was given up. */
    void holdProcessor() {
        if (!processor.isHeld()) queueForProcessor();
    }

    private void queueForProcessor() {
        whereabouts.enter(Place.QUEUED);
        processor.acquire(giveWay);
        whereabouts.enter(Place.RUNNING);
        if (isForClients) postmaster.clientRuns();
    }

    /** Gives the processor up, if a crash of the cluster has not already taken it. */
    void releaseProcessor() {
        whereabouts.leave(left);
        left = Place.NOWHERE;
        if (processor.isHeld()) processor.release();
    }

    /** Sends a signal; SIGURG only wakes, since its sender has set a latch. */
    void signal(Signal signal) {
        if (signal != Signal.SIGURG) {
            pending.add(signal.number());
            interrupt();
        }
        sleeper.wake();
    }

    /** From now on the thread is borrowed. It is returned when the backend waits for the client, or when {@code leave} says so. */
    void borrow(BooleanSupplier leave, boolean isQueued) {
        this.leave = leave;
        this.isQueued = isQueued;
        reconsiders.set(false);
    }

    void onWake(Runnable told) {
        sleeper.onWake(told);
    }

    boolean isWoken() {
        return sleeper.isWoken();
    }

    /** Makes a running guest ask soon whether to leave. */
    void reconsider() {
        reconsiders.set(true);
        interrupt();
        sleeper.wake();
    }

    /** Whether a wait for the client would end at once. Asks only the client of a borrowed thread, which is cheap. */
    boolean isReady(Interest interest) {
        return leave != null && sleeper.isReady(interest);
    }

    /**
     * Whether a wait that begins now returns the thread instead. With an LWLock held it does only if a thread is certain to run the backend
     * again, or if the thread is the client's, for which the wait is.
     */
    boolean leavesAtWait(Interest interest) {
        BooleanSupplier wanted = leave;
        waitsForClient = interest != Interest.NOTHING;
        isUnfinished = false;
        if (wanted == null) return false;
        if (!waitsForClient && (!wanted.getAsBoolean() || (!isQueued && holdsLocks()))) return false;
        left = placeOf(interest);
        return true;
    }

    /** Whether to return the thread in the middle of the guest's work, where that is safe. */
    boolean leavesAtInterrupt() {
        // First, because it may be asked again from now on.
        boolean isAsked = reconsiders.getAndSet(false);
        BooleanSupplier present = leave;
        if (present == null || !present.getAsBoolean() || (isQueued && !isAsked && !wanted)) return false;
        if (holdsOff() || holdsLocks()) {
            if (isAsked) reconsiders.set(true);
            return false;
        }
        waitsForClient = false;
        isUnfinished = true;
        wanted = false;
        return true;
    }

    boolean waitsForClient() {
        return waitsForClient;
    }

    boolean leftUnfinished() {
        return isUnfinished;
    }

    /** Wakes the backend at a deadline, whether it has a thread then or not. */
    Timers.Timer wakeAt(long deadlineNanos) {
        return timers.schedule(deadlineNanos, sleeper::wake);
    }

    /** Asks the guest to give way at its next CHECK_FOR_INTERRUPTS. */
    private void giveWay() {
        wanted = true;
        // Who waits for the processor asks again.
        interrupts.raise();
    }

    /**
     * Makes a running guest call ProcessInterrupts soon. That forgets all interrupts when it begins, which is after the host has looked
     * for them. So an interrupt at that moment is lost, and is repeated.
     */
    private void interrupt() {
        interrupts.raise();
        repeat(REPETITIONS);
    }

    private void repeat(int times) {
        try {
            Timers.Timer ignored = timers.schedule(clock.monotonicNanos() + REPEAT_NANOS, () -> {
                if (!isInterrupted()) return;
                interrupts.raise();
                if (times > 1) repeat(times - 1);
            });
        } catch (IllegalStateException e) {
            // The database and its timers are closed.
        }
    }

    /** Whether the guest has not yet found why it is interrupted. */
    private boolean isInterrupted() {
        return hasSignals() || reconsiders.get() || clock.monotonicNanos() >= alarmDeadline;
    }

    void prepareSleep() {
        sleeper.prepare();
    }

    /** Sleeps without the processor; see {@link Sleeper#sleep}. */
    boolean sleep(Interest interest, long nanos) {
        if (interest == Interest.NOTHING) tellBlocked();
        // Before another thread can run and read it.
        whereabouts.enter(placeOf(interest));
        processor.release();
        try {
            return sleeper.sleep(interest, nanos);
        } finally {
            queueForProcessor();
        }
    }

    private void tellBlocked() {
        if (leave != null && channel != null) channel.blocks();
    }

    private static Place placeOf(Interest interest) {
        return switch (interest) {
            case NOTHING -> Place.WAITING;
            case READABLE -> Place.READING;
            case WRITABLE -> Place.WRITING;
        };
    }

    boolean isCleared(int address) {
        return guest.memory().getByte(address) == 0;
    }

    /** Whether a wait for a byte that another process clears returns the thread instead; see {@link #leavesAtWait}. */
    boolean leavesUntilCleared(int address) {
        boolean leaves = leavesUntil(() -> isCleared(address));
        if (leaves) left = Place.LOCKED;
        return leaves;
    }

    /**
     * Whether a wait for other processes returns the thread instead; see {@link #leavesAtWait}. The backend is woken when it is over.
     *
     * @param isOver as in {@link Processor#tell}
     */
    boolean leavesUntil(BooleanSupplier isOver) {
        if (!leavesAtWait(Interest.NOTHING)) return false;
        forgetWait();
        told = processor.tell(isOver, sleeper::wake);
        return true;
    }

    private void forgetWait() {
        if (told != null) told.cancel();
        told = null;
    }

    /**
     * Waits without the processor until another process has cleared a byte of shared memory.
     *
     * @return false if the time was up first
     */
    boolean awaitCleared(int address, long nanos) {
        tellBlocked();
        whereabouts.enter(Place.LOCKED);
        boolean isCleared = processor.await(giveWay, () -> isCleared(address), nanos);
        whereabouts.enter(Place.RUNNING);
        return isCleared;
    }

    /** PostgreSQL makes no system call while it holds a spinlock. */
    @Override
    public void enter() {
        if (wanted) passOn();
    }

    @Override
    public void begin() {
        if (!hasDisk) return;
        tellBlocked();
        whereabouts.enter(Place.BLOCKED);
        processor.leave();
    }

    @Override
    public void end() {
        if (!hasDisk) return;
        whereabouts.enter(Place.QUEUED);
        processor.comeBack(giveWay);
        whereabouts.enter(Place.RUNNING);
    }

    /** Waits until another backend has run, or the time is up. */
    void awaitProgress(long nanos) {
        tellBlocked();
        whereabouts.enter(Place.WAITING);
        processor.awaitProgress(giveWay, nanos);
        whereabouts.enter(Place.RUNNING);
    }

    boolean clientGone() {
        return channel != null && channel.clientGone();
    }

    /** Gives the processor to waiting threads, at the beginning of ProcessInterrupts. */
    void passOnIfWanted() {
        if (!wanted) return;
        passOn();
        if (!holdsOff()) deliverSignals();
    }

    private void passOn() {
        wanted = false;
        whereabouts.enter(Place.QUEUED);
        processor.passOn(giveWay);
        whereabouts.enter(Place.RUNNING);
    }

    /** Lets the guest handle its signals and timer now, through raise() of its C library. */
    void deliverSignals() {
        if (clock.monotonicNanos() >= alarmDeadline) {
            alarmDeadline = Long.MAX_VALUE;
            guest.call(timeout, ITIMER_REAL, Double.doubleToRawLongBits(clock.monotonicNanos() / 1e6));
        }
        for (int number = pending.take(); number != 0; number = pending.take()) guest.call(raise, number);
    }

    boolean hasSignals() {
        return !pending.isEmpty();
    }

    /** setitimer(ITIMER_REAL): replaces the timer; 0 or less switches it off. */
    void setAlarm(double millis) {
        if (alarm != null) alarm.cancel();
        alarm = null;
        alarmDeadline = Long.MAX_VALUE;
        if (millis <= 0) return;
        alarmDeadline = clock.monotonicNanos() + (long) (millis * 1e6);
        alarm = timers.schedule(alarmDeadline, this::alarmDue);
    }

    private void alarmDue() {
        interrupt();
        sleeper.wake();
    }

    private boolean holdsOff() {
        return interrupts.areHeldOff();
    }

    /** Whether the guest holds an LWLock. */
    boolean holdsLocks() {
        return locks.isAny();
    }

    @Override
    public void close() {
        forgetWait();
        if (alarm != null) alarm.cancel();
    }
}
