package dev.pglitej.internal.cluster;

import static dev.pglitej.internal.backend.BackendKind.AUTOVACUUM_LAUNCHER;
import static dev.pglitej.internal.backend.BackendKind.AUTOVACUUM_WORKER;
import static dev.pglitej.internal.backend.BackendKind.CHECKPOINTER;
import static dev.pglitej.internal.backend.BackendKind.CLIENT_BACKEND;
import static dev.pglitej.internal.backend.BackendKind.WAL_WRITER;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.backend.Backend;
import dev.pglitej.internal.backend.BackendKind;
import dev.pglitej.internal.backend.Environment;
import dev.pglitej.internal.backend.HoldWatch;
import dev.pglitej.internal.backend.Postmaster;
import dev.pglitej.internal.backend.PostmasterProcess;
import dev.pglitej.internal.backend.Processor;
import dev.pglitej.internal.backend.WalVolume;
import dev.pglitej.internal.engine.ExhaustedException;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.PmSignal;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.internal.pg.SocketAddresses;
import dev.pglitej.internal.pg.StartupData;
import dev.pglitej.internal.pg.WalSegment;
import dev.pglitej.spi.SessionRequest;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * One life of a cluster, from a boot to a shutdown or a crash: its shared memory, its processor and its processes. It is their postmaster.
 * Thread-safe.
 *
 * <p>It does the postmaster's work on the thread of the process that asks for it.
 */
// RATIONALE: "Why does the postmaster have no thread?"
public final class Incarnation implements Postmaster, Children.Parent {
    public static final Set<BackendKind> CLIENTS = Collections.unmodifiableSet(EnumSet.of(CLIENT_BACKEND));
    static final Set<BackendKind> ALL = Collections.unmodifiableSet(EnumSet.allOf(BackendKind.class));
    private static final Set<BackendKind> LAST = Collections.unmodifiableSet(EnumSet.of(CHECKPOINTER));
    private static final Set<BackendKind> HELPERS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(CLIENT_BACKEND, CHECKPOINTER)));

    /** The delay between the first session and the loading of classes that failures need. */
    private static final long REHEARSAL_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The first pause before a process is tried again for which there is no memory, mapping or thread. */
    private static final long FIRST_DELAY_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** The longest pause before a process is tried again for which there is no memory, mapping or thread. */
    private static final long LONGEST_DELAY_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** How long a thread that has crashed this waits before it tries again to report that. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final System.Logger LOG = System.getLogger(Incarnation.class.getName());

    private final Environment environment;
    private final Clock clock;
    private final Timers timers;
    private final BiConsumer<Incarnation, Throwable> crashed;
    private final Patience patience;
    private final Processor processor;
    private final ForkSource image;
    private final PostmasterProcess process;
    private final Children children;
    private final WalVolume walVolume;
    private final Watchdog watchdog;
    private final Auxiliaries auxiliaries;
    private final Usage usage;
    private final BackgroundWorkers workers;

    @GuardedBy("this")
    private boolean hasHadClients;

    /** The pause before the next try; it doubles with each failure, because hundreds of databases may be waiting for the same. */
    @GuardedBy("this")
    private long laterNanos = FIRST_DELAY_NANOS;

    @GuardedBy("this")
    private boolean isRetired;

    @GuardedBy("this")
    private boolean isDisposed;

    /**
     * Begins with the image of a first process, or with a copy of another cluster.
     *
     * @param image which this closes
     * @param crashed called once if this crashes; must not block
     */
    Incarnation(
            Environment environment,
            Clock clock,
            Timers timers,
            Patience patience,
            ForkSource image,
            BiConsumer<Incarnation, Throwable> crashed) {
        this.environment = environment;
        this.clock = clock;
        this.timers = timers;
        this.crashed = crashed;
        this.patience = patience;
        this.processor = new Processor(this::crashed, new HoldWatch(patience.watchNanos(), this::processorHeld));
        this.image = image;
        this.process = new PostmasterProcess(environment, image);
        this.children = new Children(ChildSlots.of(process), this::make, this, clock, timers);
        this.walVolume = new WalVolume(process);
        this.watchdog = new Watchdog(children, patience, environment.log());
        this.auxiliaries = new Auxiliaries(children, process, !environment.isVolatile());
        this.usage = new Usage(clock, timers, ProcessThreads.executor(), new UsedOrNot());
        this.workers = new BackgroundWorkers(process.workers(), children, clock, timers);
    }

    private Backend make(BackendKind kind, int slot, StartupData startup) {
        return new Backend(environment, image, this, kind, slot, startup);
    }

    public Children children() {
        return children;
    }

    public ForkSource image() {
        return image;
    }

    PostmasterProcess process() {
        return process;
    }

    /** Makes a client's backend, if there is a place for one. The first one starts the helpers, if data must be durable. */
    Optional<Backend> client(SessionRequest request) {
        StartupData client = new StartupData.Client(request.channel(), new SocketAddresses(request.addresses()));
        Optional<Backend> backend = children.fork(CLIENT_BACKEND, client);
        synchronized (this) {
            if (hasHadClients || backend.isEmpty()) return backend;
            hasHadClients = true;
        }
        try {
            startHelpers();
        } catch (Throwable e) {
            children.discard(backend.get());
            synchronized (this) {
                hasHadClients = false;
            }
            throw e;
        }
        return backend;
    }

    private void startHelpers() {
        // In memory they start when the database is used, or when there is work for them.
        if (environment.isVolatile()) return;
        auxiliaries.startAll();
        timers.schedule(clock.monotonicNanos() + REHEARSAL_NANOS, Rehearsal::run);
    }

    @Override
    public void clientRuns() {
        usage.count();
    }

    private final class UsedOrNot implements Usage.Listener {
        @Override
        public void used() {
            Rehearsal.run();
            startNowOrLater(auxiliaries::startAll);
        }

        @Override
        public void unused() {
            Rehearsal.run();
            auxiliaries.rest();
            image.trim();
        }
    }

    @Override
    public Processor processor() {
        return processor;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public boolean kill(int pid, Signal signal) {
        Backend target = children.find(pid);
        if (target == null) return false;
        target.signal(signal);
        return true;
    }

    @Override
    public long patience() {
        return patience.watchNanos();
    }

    private void processorHeld(long nanos) {
        watchdog.processorHeld(nanos);
    }

    @Override
    public void stuck(String how) {
        watchdog.report(how);
    }

    @Override
    public boolean waitsInVain(int pid) {
        return watchdog.waitsInVain(pid);
    }

    Watchdog watchdog() {
        return watchdog;
    }

    @Override
    public void needCheckpointer() {
        startNowOrLater(() -> auxiliaries.start(CHECKPOINTER));
    }

    @Override
    public void needWalWriter() {
        startNowOrLater(() -> auxiliaries.start(WAL_WRITER));
    }

    /** A process has requested another one. Without memory or a thread for it, it is started later; PostgreSQL waits for it. */
    private void startNowOrLater(Runnable start) {
        try {
            start.run();
            forgetFailures();
        } catch (ExhaustedException | OutOfMemoryError e) {
            tryLater(
                    "a process that the database has asked for could not be started; this is tried again",
                    e,
                    () -> startNowOrLater(start));
        }
    }

    /** Warns at the first failure only. */
    private void tryLater(String message, Throwable cause, Runnable start) {
        long pause;
        synchronized (this) {
            pause = laterNanos;
            laterNanos = Math.min(2 * pause, LONGEST_DELAY_NANOS);
        }
        boolean isFirst = pause == FIRST_DELAY_NANOS;
        HostLog.log(LOG, isFirst ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG, message, cause);
        timers.schedule(clock.monotonicNanos() + pause, start);
    }

    private synchronized void forgetFailures() {
        laterNanos = FIRST_DELAY_NANOS;
    }

    @Override
    public void walOpened(WalSegment segment) {
        if (!walVolume.opened(segment)) return;
        needCheckpointer();
        // A starting checkpointer reads the request itself.
        children.signal(LAST, Signal.SIGURG);
    }

    @Override
    public void signalled(Signal signal, int senderPid) {
        switch (signal) {
            case SIGUSR1 -> process.takeSignals().forEach(this::answer);
            case SIGHUP -> reload();
            default -> {
                // Signals that end a server come from the administrator's tools, not from its processes.
            }
        }
    }

    /** The process that asked for it has the new settings when its call returns, and so has every process that is made later. */
    private void reload() {
        if (!process.reload()) return;
        children.signal(ALL, Signal.SIGHUP);
        auxiliaries.settingsChanged();
    }

    private void answer(PmSignal asked) {
        switch (asked) {
            case START_AUTOVAC_LAUNCHER -> startNowOrLater(() -> auxiliaries.start(AUTOVACUUM_LAUNCHER));
            // With no place left the launcher tries again: it gives a worker a minute to come up.
            case START_AUTOVAC_WORKER -> startNowOrLater(() -> auxiliaries.startWorker(AUTOVACUUM_WORKER));
            case BACKGROUND_WORKER_CHANGE -> startNowOrLater(workers::changed);
            // The shutdown has told the checkpointer to exit right after that.
            case XLOG_IS_SHUTDOWN -> {}
        }
    }

    @Override
    public void ended(Backend child, ProcessEnd end) {
        if (end instanceof ProcessEnd.Killed) return;
        workers.ended(child, end);
        if (auxiliaries.ended(child)) startNowOrLater(auxiliaries::restart);
    }

    /**
     * Called by the thread that crashes this, which holds the processor, or by one that shuts down. A thread that has no memory for this
     * tries again, because a cluster whose end is not reported would never recover.
     */
    private void crashed(Throwable cause) {
        // Not a deadline, which would take memory.
        long begin = clock.monotonicNanos();
        while (true) {
            try {
                tell(cause);
                return;
            } catch (Error e) {
                if (clock.monotonicNanos() - begin > patience.lastNanos()) throw e;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void tell(Throwable cause) {
        auxiliaries.stop();
        workers.stop();
        for (Backend child : children.all()) child.signal(Signal.SIGQUIT);
        crashed.accept(this, cause);
    }

    /** For a thread that has found that this has crashed, and that the thread that crashed it had no memory to report it. */
    void tellOfCrash() {
        processor.crashCause().ifPresent(this::tell);
    }

    /** Ends all processes at once; see {@link Shutdown#IMMEDIATE}. */
    void abort() {
        processor.crash(new ImmediateShutdownException());
    }

    /**
     * Ends all processes but clients cleanly, and starts none until {@link #resume}. Sessions must have ended before.
     *
     * @param withCheckpoint whether the checkpointer shuts the write-ahead log down first, after which nothing may be written; otherwise
     *     its requests for fsync are lost, so durable data need a checkpoint before
     * @throws TimeoutException if one did not end in time
     */
    void stop(boolean withCheckpoint, long nanos) throws InterruptedException, TimeoutException {
        if (withCheckpoint) auxiliaries.start(CHECKPOINTER);
        auxiliaries.stop();
        workers.stop();
        children.signal(HELPERS, Signal.SIGTERM);
        expectNone(HELPERS, nanos);
        if (withCheckpoint) children.signal(LAST, Signal.SIGINT);
        children.signal(LAST, Signal.SIGUSR2);
        expectNone(LAST, nanos);
    }

    void resume() {
        workers.resume();
        auxiliaries.resume();
    }

    private void expectNone(Set<BackendKind> kinds, long nanos) throws InterruptedException, TimeoutException {
        if (children.awaitNone(kinds, nanos)) return;
        throw new TimeoutException(
                children.of(kinds) + " still run after " + TimeUnit.NANOSECONDS.toSeconds(nanos) + " seconds");
    }

    /** Frees the memory when the last process has ended. No more processes may be made. */
    void retire() {
        synchronized (this) {
            isRetired = true;
        }
        if (children.all().isEmpty()) childless();
    }

    @Override
    public synchronized void childless() {
        if (!isRetired || isDisposed) return;
        isDisposed = true;
        process.close();
        image.close();
    }
}
