package dev.pglitej.cluster;

import dev.pglitej.backend.Backend;
import dev.pglitej.backend.BackendKind;
import dev.pglitej.backend.ClusterImage;
import dev.pglitej.backend.Environment;
import dev.pglitej.backend.FirstProcess;
import dev.pglitej.backend.Postmaster;
import dev.pglitej.backend.Processor;
import dev.pglitej.backend.Signal;
import dev.pglitej.kernel.time.Clock;
import dev.pglitej.kernel.time.Timers;
import dev.pglitej.session.Session;
import dev.pglitej.session.SessionFactory;
import dev.pglitej.session.SessionRefusedException;
import dev.pglitej.session.SessionRequest;
import dev.pglitej.session.ThreadlessSession;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running cluster, and the postmaster of its processes. Safe for any number of threads.
 *
 * <p>A client's backend runs on the thread of whoever runs its session; while nobody does, and something wants it to run, on one of
 * the cluster's own. The checkpointer has a thread of its own.
 */
public final class Cluster implements Postmaster, SessionFactory, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Cluster.class.getName());
    private static final long SHUTDOWN_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Environment environment;
    private final Processor processor = new Processor();
    private final IdleThreads idle = new IdleThreads();
    private final Clock clock;
    private final Timers timers;
    private final ClusterImage image;
    /** Null until the first process has left; that has no other process to send signals to. */
    private volatile @Nullable Children booted;

    private volatile boolean accepting = true;

    private Cluster(Environment environment, Clock clock, Timers timers) {
        this.environment = environment;
        this.clock = clock;
        this.timers = timers;
        this.image = FirstProcess.boot(environment, this);
        this.booted = new Children(environment, image, this);
    }

    /** Starts the server on a data directory that initdb has made, with crash recovery where it is needed. */
    public static Cluster start(Environment environment, Clock clock, Timers timers) {
        Cluster cluster = new Cluster(environment, clock, timers);
        cluster.startAuxiliary(BackendKind.CHECKPOINTER);
        return cluster;
    }

    private Children children() {
        Children children = booted;
        if (children == null) throw new IllegalStateException("the database has not started yet");
        return children;
    }

    private void startAuxiliary(BackendKind kind) {
        Backend child = children().fork(kind, null);
        Thread thread = new Thread(() -> runAuxiliary(child), "pglitej " + kind);
        thread.setDaemon(true);
        thread.start();
    }

    private void runAuxiliary(Backend child) {
        try {
            children().run(child);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "the " + child.kind() + " crashed, which ends its database", e);
        }
    }

    @Override
    public Session open(SessionRequest request) {
        return openThreadless(request);
    }

    /** A session that can be run in either way. */
    public ThreadlessSession openThreadless(SessionRequest request) {
        if (!accepting) throw shuttingDown();
        Backend backend = children().fork(BackendKind.CLIENT_BACKEND, request.channel());
        // Whoever closes has either seen the new backend or is seen here.
        if (!accepting) {
            children().discard(backend);
            throw shuttingDown();
        }
        return new ClientSession(children(), backend, request.channel(), idle);
    }

    private static SessionRefusedException shuttingDown() {
        return new SessionRefusedException("57P03", "the database system is shutting down", "");
    }

    /** A backend of its own handles the request, as in PostgreSQL, since the keys are in shared memory. */
    @Override
    public boolean cancel(int processId, byte[] secretKey) {
        Backend target = children().find(processId);
        if (target == null) return false;
        CancelChannel channel = new CancelChannel(processId, secretKey);
        children().run(children().fork(BackendKind.CLIENT_BACKEND, channel));
        return true;
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
        Children children = booted;
        Backend target = children == null ? null : children.find(pid);
        if (target == null) return false;
        target.signal(signal);
        return true;
    }

    @Override
    public void signalled(Signal signal, int senderPid) {
        LOG.log(System.Logger.Level.DEBUG, "the postmaster received {0} from process {1}", signal, senderPid);
    }

    /**
     * Ends the cluster as a fast shutdown does: sessions are terminated, then the checkpointer writes the shutdown checkpoint.
     * Waits for both. Closing again does nothing.
     */
    @Override
    public void close() {
        if (!accepting) return;
        accepting = false;
        boolean interrupted = false;
        try {
            children().of(BackendKind.CLIENT_BACKEND).forEach(this::end);
            expectNone(BackendKind.CLIENT_BACKEND);
            children().of(BackendKind.CHECKPOINTER).forEach(checkpointer -> {
                checkpointer.signal(Signal.SIGINT);
                checkpointer.signal(Signal.SIGUSR2);
            });
            expectNone(BackendKind.CHECKPOINTER);
            environment.removePidFile();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (children().all().isEmpty()) {
                idle.close();
                image.close();
            }
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void end(Backend client) {
        client.signal(Signal.SIGTERM);
        children().discard(client);
    }

    private void expectNone(BackendKind kind) throws InterruptedException {
        if (children().awaitNone(kind, SHUTDOWN_NANOS)) return;
        throw new IllegalStateException("the database did not shut down: a " + kind + " was still running after "
                + TimeUnit.NANOSECONDS.toSeconds(SHUTDOWN_NANOS) + " seconds");
    }
}
