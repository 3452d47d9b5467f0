package dev.pglitej.internal.backend;

import dev.pglitej.internal.backend.Whereabouts.Place;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.fork.SharedFiles;
import dev.pglitej.internal.imports.LateImports;
import dev.pglitej.internal.imports.SocketCallbacks;
import dev.pglitej.internal.imports.WalOpening;
import dev.pglitej.internal.kernel.abi.ProcessAbi;
import dev.pglitej.internal.kernel.process.Kernel;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.process.Program;
import dev.pglitej.internal.pg.CurrentStatement;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.Pgproc;
import dev.pglitej.internal.pg.PmSignalData;
import dev.pglitej.internal.pg.PostgresBuild;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.internal.pg.StartupData;
import dev.pglitej.spi.SessionChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A PostgreSQL process made from the image, as a postmaster's fork would make it. Its guest runs on the thread that calls {@link #run} or
 * {@link #advance}, while that thread holds the processor. Confined to that thread, except {@link #signal}, {@link #reconsider} and the
 * methods for reports.
 */
// RATIONALE: "Why is every connection a backend of its own, when PGlite has only one?"
public final class Backend implements AutoCloseable {
    private final BackendKind kind;
    private final int slot;
    private final Environment environment;
    private final StartupData startup;
    private final Processor processor;
    private final PmSignalData slots;
    private final Process process;
    private final Guest guest;
    private final ForkSource image;
    private final BackendThread thread;
    private final SharedFiles files;
    private volatile boolean begun;
    private volatile boolean endedWell;

    /**
     * Makes the process, which does not run yet.
     *
     * @param slot the number of its place among the postmaster's children, from 1; free again when this process has been closed
     */
    public Backend(
            Environment environment,
            ForkSource image,
            Postmaster postmaster,
            BackendKind kind,
            int slot,
            StartupData startup) {
        this.kind = kind;
        this.slot = slot;
        this.environment = environment;
        this.startup = startup;
        this.processor = postmaster.processor();
        this.process = environment.child(this::main);
        PostgresBuild build = environment.build();
        ProcessAbi abi = new ProcessAbi(process, build.sideModules());
        Imports calls =
                new MissingExtensions(new TablespaceLocations(new WalOpening(abi, postmaster::walOpened), process));
        LateImports imports = new LateImports(calls, BackendHooks.NAMES, processor::checkNotCrashed);
        this.image = image;
        this.guest = kind == BackendKind.CLIENT_BACKEND
                ? image.startSession(imports, environment.guestOptions(), build.variables())
                : image.start(imports, environment.guestOptions(), build.variables());
        try {
            this.slots = new PmSignalData(guest.memory(), build.variables());
            SessionChannel channel = startup.channel();
            this.thread = new BackendThread(
                    guest, build.variables(), postmaster, channel, !environment.isVolatile(), kind.isForClients());
            process.setBlockingCalls(thread);
            this.files = new SharedFiles(process.descriptors(), image.sharedFiles(), guest, imports);
            imports.bind(new BackendHooks(
                    process.pid(),
                    process,
                    guest,
                    thread,
                    postmaster,
                    build.variables(),
                    files,
                    environment.guestOptions().maxMemoryBytes()));
            image.callbacks().rebind(guest, abi.commands());
            if (startup instanceof StartupData.Client client) {
                SocketCallbacks socket =
                        new SocketCallbacks(client, thread::holdsLocks, guest.memory(), build.variables());
                image.callbacks().rebind(guest, socket);
            }
        } catch (RuntimeException | Error e) {
            guest.close();
            throw e;
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

    Guest guest() {
        return guest;
    }

    /** Sends a signal; PostgreSQL handles it at its next safe point. */
    public void signal(Signal signal) {
        thread.signal(signal);
    }

    /**
     * Runs the process to its end on the calling thread. If it crashes, the whole cluster crashes, before another process can get the
     * processor and see the state of shared memory.
     *
     * @return how it ended; killed by a {@link ClusterCrashedException} if the cluster had crashed first
     */
    public ProcessEnd run() {
        return withProcessor(false).orElseThrow();
    }

    /**
     * Runs the process as {@link #run}, but returns when it waits for its client or {@code leave} says so. Empty unless it has ended. The
     * next call may come from another thread.
     *
     * @param leave called at each wait, and soon after {@link #reconsider}; true returns the thread
     * @param isQueued whether a thread certainly runs the process again when it has something to do, so that it may leave its thread while
     *     it has LWLocks
     */
    public Optional<ProcessEnd> advance(BooleanSupplier leave, boolean isQueued) {
        begun = true;
        thread.borrow(leave, isQueued);
        return withProcessor(true);
    }

    private Optional<ProcessEnd> withProcessor(boolean mayBeSuspended) {
        try {
            thread.acquireProcessor();
        } catch (ClusterCrashedException e) {
            return Optional.of(new ProcessEnd.Killed(Signal.SIGQUIT.number(), e));
        }
        try {
            return runWithProcessor(mayBeSuspended);
        } catch (Throwable e) {
            // The state of shared memory is unknown after this.
            processor.crash(e);
            return Optional.of(new ProcessEnd.Killed(Signal.SIGABRT.number(), e));
        } finally {
            thread.releaseProcessor();
        }
    }

    private Optional<ProcessEnd> runWithProcessor(boolean mayBeSuspended) {
        Kernel kernel = environment.kernel();
        Optional<ProcessEnd> run = mayBeSuspended ? kernel.advance(process) : Optional.of(kernel.run(process));
        if (run.isEmpty()) return run;
        ProcessEnd end = checked(run.get());
        if (end instanceof ProcessEnd.Killed killed) processor.crash(killed.cause());
        return Optional.of(end);
    }

    /** Judges a child's end as the postmaster does (CleanupBackend in postmaster.c). */
    private ProcessEnd checked(ProcessEnd end) {
        if (!(end instanceof ProcessEnd.Exited exited)) return end;
        if (!slots.release(slot)) return died(this + " left without detaching from shared memory");
        endedWell = exited.status() == 0;
        if (exited.status() == 0 || (exited.status() == 1 && kind.mayFail())) return end;
        return died(this + " exited with status " + exited.status());
    }

    private static ProcessEnd died(String how) {
        return new ProcessEnd.Killed(Signal.SIGABRT.number(), new BackendDiedException(how));
    }

    /** Whether {@link #advance} was ever called. */
    public boolean hasBegun() {
        return begun;
    }

    /** Whether the last {@link #advance} returned because the process waits for its client, and not because of {@code leave}. */
    public boolean waitsForClient() {
        return thread.waitsForClient();
    }

    /** Whether the last {@link #advance} returned although the process waits for nothing. */
    public boolean leftUnfinished() {
        return thread.leftUnfinished();
    }

    /** Makes a running {@link #advance} call its {@code leave} soon. */
    public void reconsider() {
        thread.reconsider();
    }

    /** Calls the listener at each wake-up of the process, so that a thread can run the process if none does. */
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
            slots.assign(slot);
            new ChildStart(guest, environment.build().variables(), process.pid(), slot).run(kind, startup);
        }
        return guest.isSuspended() ? Program.SUSPENDED : 0;
    }

    /** Frees its memory. Call it before {@link #run}, or after {@link #run} has returned. */
    @Override
    public void close() {
        thread.close();
        files.close();
        if (kind == BackendKind.CLIENT_BACKEND && endedWell) image.endSession(guest);
        else image.end(guest);
    }

    /** Its present activity and statement in one line, for people to read. Thread-safe. */
    public String report() {
        String statement = CurrentStatement.of(guest, environment.build().variables())
                .map(sql -> ": " + sql.replaceAll("\\s+", " "))
                .orElse("");
        Thread runner = thread.whereabouts().thread();
        String on = runner == null ? "" : ", on the thread \"" + runner.getName() + "\"";
        return this + " " + thread.whereabouts() + on + statement;
    }

    /** The stack of its thread, a line for each method; empty while no thread runs it. Thread-safe. */
    public List<String> stack() {
        Thread runner = thread.whereabouts().thread();
        if (runner == null) return List.of();
        List<String> lines = new ArrayList<>();
        lines.add(this + " on the thread \"" + runner.getName() + "\", " + runner.getState());
        Stream.of(runner.getStackTrace()).forEach(frame -> lines.add("    at " + frame));
        return lines;
    }

    /**
     * The order of a report about a stuck cluster: processes that run come first, then those that want to run, those that wait for others,
     * and the rest.
     */
    public int rank() {
        return switch (thread.whereabouts().place()) {
            case RUNNING -> 0;
            case QUEUED -> 1;
            case BLOCKED, WAITING, LOCKED -> 2;
            case READING, WRITING, NOWHERE -> 3;
        };
    }

    /** Whether it waits for something other than its client, or the processor. */
    public boolean waitsForEvent() {
        Place place = thread.whereabouts().place();
        return place == Place.WAITING || place == Place.LOCKED || place == Place.BLOCKED;
    }

    /** Whether it waits for the processor. */
    public boolean isQueued() {
        return thread.whereabouts().place() == Place.QUEUED;
    }

    /** Whether it has neither run, nor waited for the processor or the operating system, for so long. */
    public boolean rests(long nanos) {
        return thread.whereabouts().rests(nanos);
    }

    /** Whether it waits for its client within a transaction, for which other processes may wait. */
    public boolean waitsForClientInTransaction() {
        Place place = thread.whereabouts().place();
        if (place != Place.READING && place != Place.WRITING && place != Place.NOWHERE) return false;
        PgVariables variables = environment.build().variables();
        return guest.peek(memory -> Pgproc.own(memory, variables)
                        .map(Pgproc::isInTransaction)
                        .orElse(false))
                .orElse(false);
    }

    @Override
    public String toString() {
        return kind + " " + pid();
    }
}
