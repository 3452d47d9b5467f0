package dev.pglitej.backend;

import dev.pglitej.engine.Guest;
import dev.pglitej.kernel.abi.ProcessAbi;
import dev.pglitej.kernel.process.Process;
import dev.pglitej.kernel.process.ProcessEnd;
import dev.pglitej.kernel.process.ProcessSuspended;
import dev.pglitej.session.SessionChannel;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL process made from the image, as the postmaster's fork makes it. Its guest runs on the thread that calls
 * {@link #run} or {@link #advance}, while that holds the processor; {@link #signal} and {@link #reconsider} may be called by
 * any thread.
 */
public final class Backend implements AutoCloseable {
    private final BackendKind kind;
    private final int slot;
    private final Environment environment;
    private final Process process;
    private final Guest guest;
    private final BackendThread thread;
    private volatile boolean begun;

    /**
     * Makes the process; nothing of it runs yet.
     *
     * @param slot its place among the postmaster's children, from 1; free for another once this one has been closed
     * @param channel the client of a client backend
     */
    public Backend(
            Environment environment,
            ClusterImage image,
            Postmaster postmaster,
            BackendKind kind,
            int slot,
            @Nullable SessionChannel channel) {
        this.kind = kind;
        this.slot = slot;
        this.environment = environment;
        this.process = environment.child(this::main);
        PostgresBuild build = environment.build();
        ProcessAbi abi = new ProcessAbi(process, build.sideModules());
        LateImports imports = new LateImports(abi, BackendHooks.NAMES);
        this.guest = Guest.create(image.image(), imports, environment.guestOptions());
        image.segments().mapInto(guest);
        this.thread = new BackendThread(guest, build.symbols(), postmaster, channel);
        SharedFiles files = new SharedFiles(process.descriptors(), image.window());
        imports.bind(new BackendHooks(process.pid(), guest, thread, postmaster, build.symbols(), files).functions());
        image.callbacks().rebind(guest, abi.commands());
        if (channel != null) {
            int errno = build.symbols().value("errno");
            image.callbacks().rebind(guest, new SocketCallbacks(channel, guest.memory(), errno));
        }
    }

    public int pid() {
        return process.pid();
    }

    public int slot() {
        return slot;
    }

    public BackendKind kind() {
        return kind;
    }

    /** Sends a signal; PostgreSQL handles it at its next safe point. */
    public void signal(Signal signal) {
        thread.signal(signal);
    }

    /** Runs the process to its end on the calling thread. */
    public ProcessEnd run() {
        thread.acquireProcessor();
        try {
            return environment.kernel().run(process);
        } finally {
            thread.releaseProcessor();
        }
    }

    /**
     * Runs the process on the calling thread until it ends, waits for its client, or is to leave; empty unless it has ended. Any
     * thread may go on with it.
     *
     * @param leave asked at each wait, and soon after {@link #reconsider}
     */
    public Optional<ProcessEnd> advance(BooleanSupplier leave) {
        begun = true;
        thread.acquireProcessor();
        try {
            thread.borrow(leave);
            return environment.kernel().advance(process);
        } finally {
            thread.releaseProcessor();
        }
    }

    /** Whether {@link #advance} was ever called. */
    public boolean hasBegun() {
        return begun;
    }

    /** Has a running {@link #advance} look at whether to leave. */
    public void reconsider() {
        thread.reconsider();
    }

    /** Tells of everything that wakes the process, for whoever runs it while no thread does. */
    public void onWake(Runnable listener) {
        thread.onWake(listener);
    }

    /** Whether something has woken the process since it last looked. */
    public boolean isWoken() {
        return thread.isWoken();
    }

    private int main(Process ignored) {
        if (guest.isSuspended()) {
            guest.resume();
        } else {
            new ChildStart(guest, environment.build().symbols(), process.pid(), slot).run(kind);
        }
        if (guest.isSuspended()) throw new ProcessSuspended();
        return 0;
    }

    /** Gives its memory back. Only after {@link #run} has returned, or before it was called. */
    @Override
    public void close() {
        thread.close();
        guest.close();
    }

    @Override
    public String toString() {
        return kind + " " + pid();
    }
}
