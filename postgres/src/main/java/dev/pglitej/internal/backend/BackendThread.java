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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects a backend's guest with the processor: runs the guest while it holds the processor, gives the processor up wherever the guest
 * waits, and delivers signals and the interval timer at PostgreSQL's safe points. Confined to its thread, except {@link #signal},
 * {@link #reconsider} and {@link #giveWay}. A borrowed thread may be a different one after each return.
 */
final class BackendThread implements BlockingCalls, AutoCloseable {
    private static final int ITIMER_REAL = 0;

    private final Guest guest;
    private final Interrupts interrupts;
    private final HeldLocks locks;
    private final Processor processor;
    private final Clock clock;
    private final Timers timers;
    private final @Nullable SessionChannel channel;
    private final boolean hasDisk;
    private final Sleeper sleeper;
    private final PendingSignals pending = new PendingSignals();
    private final GuestFunction raise;
    private final GuestFunction timeout;
    private final Runnable giveWay = this::giveWay;
    private final Whereabouts whereabouts = new Whereabouts();

    private Timers.@Nullable Timer alarm;
    /** Says whether to return the borrowed thread; null for a backend that has a thread of its own. */
    private volatile @Nullable BooleanSupplier leave;
    /** Whether the thread was returned because the backend waits for the client. */
    private volatile boolean waitsForClient;

    private volatile long alarmDeadline = Long.MAX_VALUE;
    private volatile boolean wanted;

    /** @param hasDisk whether its files are on a disk, for which system calls may wait */
    BackendThread(
            Guest guest,
            PgVariables variables,
            Postmaster postmaster,
            @Nullable SessionChannel channel,
            boolean hasDisk) {
        this.guest = guest;
        this.interrupts = new Interrupts(guest, variables);
        this.locks = new HeldLocks(guest, variables);
        this.processor = postmaster.processor();
        this.clock = postmaster.clock();
        this.timers = postmaster.timers();
        this.channel = channel;
        this.hasDisk = hasDisk;
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
    }

    /** Gives the processor up, if a crash of the cluster has not already taken it. */
    void releaseProcessor() {
        whereabouts.leave();
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
    void borrow(BooleanSupplier leave) {
        this.leave = leave;
    }

    void onWake(Runnable told) {
        sleeper.onWake(told);
    }

    boolean isWoken() {
        return sleeper.isWoken();
    }

    /** Makes a running guest ask soon whether to leave. */
    void reconsider() {
        interrupt();
        sleeper.wake();
    }

    /** Whether a wait for the client would end at once. Asks only the client of a borrowed thread, which is cheap. */
    boolean isReady(Interest interest) {
        return leave != null && sleeper.isReady(interest);
    }

    /**
     * Whether a wait that begins now returns the thread instead. With an LWLock held it does only if the thread is the client's, for which
     * the wait is, because nobody else would run the backend soon.
     */
    boolean leavesAtWait(Interest interest) {
        BooleanSupplier wanted = leave;
        waitsForClient = interest != Interest.NOTHING;
        return wanted != null && (waitsForClient || (wanted.getAsBoolean() && !holdsLocks()));
    }

    /** Whether to return the thread in the middle of the guest's work, where that is safe. */
    boolean leavesAtInterrupt() {
        BooleanSupplier wanted = leave;
        waitsForClient = false;
        return wanted != null && wanted.getAsBoolean() && !holdsOff() && !holdsLocks();
    }

    boolean waitsForClient() {
        return waitsForClient;
    }

    /** Wakes the backend at a deadline, whether it has a thread then or not. */
    Timers.Timer wakeAt(long deadlineNanos) {
        return timers.schedule(deadlineNanos, sleeper::wake);
    }

    /** Asks the guest to give way at its next CHECK_FOR_INTERRUPTS. */
    private void giveWay() {
        wanted = true;
        interrupt();
    }

    /** Makes a running guest call ProcessInterrupts soon. */
    private void interrupt() {
        interrupts.raise();
    }

    void prepareSleep() {
        sleeper.prepare();
    }

    /** Sleeps without the processor; see {@link Sleeper#sleep}. */
    boolean sleep(Interest interest, long nanos) {
        // Before another thread can run and read it.
        whereabouts.enter(placeOf(interest));
        processor.release();
        try {
            return sleeper.sleep(interest, nanos);
        } finally {
            queueForProcessor();
        }
    }

    private static Place placeOf(Interest interest) {
        return switch (interest) {
            case NOTHING -> Place.WAITING;
            case READABLE -> Place.READING;
            case WRITABLE -> Place.WRITING;
        };
    }

    /**
     * Waits without the processor until another process has cleared a byte of shared memory.
     *
     * @return false if the time was up first
     */
    boolean awaitCleared(int address, long nanos) {
        whereabouts.enter(Place.LOCKED);
        boolean isCleared = processor.await(giveWay, () -> guest.memory().getByte(address) == 0, nanos);
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
        if (alarm != null) alarm.cancel();
    }
}
