package dev.pglitej.internal.kernel.process;

import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.vfs.MountTable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * What processes have in common: a name space of files, a clock, and the programs that can be run. Thread-safe.
 *
 * <p>A process runs on the thread that asks for it, from start to end. There is no fork; a command that a process runs (system,
 * popen) is a process of its own that runs on top of its parent's call.
 */
public final class Kernel {

    /** 1 is init, and a parent that no process of ours can be. */
    private static final int FIRST_PID = 2;

    private final MountTable files;
    private final Clock clock;
    private final BiConsumer<Process, Throwable> killed;
    private final Map<String, Program> programs = new ConcurrentHashMap<>();
    private final AtomicInteger nextPid = new AtomicInteger(FIRST_PID);
    private final Shell shell = new Shell(this);

    /**
     * Makes a kernel without programs.
     *
     * @param killed called for each process that an unexpected exception ends, because its parent learns only the number of a signal
     */
    public Kernel(MountTable files, Clock clock, BiConsumer<Process, Throwable> killed) {
        this.files = files;
        this.clock = clock;
        this.killed = killed;
    }

    public MountTable files() {
        return files;
    }

    public Clock clock() {
        return clock;
    }

    /** Installs a program under {@code path}, an absolute path without dots. A file of that name is not needed. */
    public void install(String path, Program program) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("programs have absolute paths, but this one has '%s'".formatted(path));
        }
        programs.put(path, program);
    }

    /** The program that runs as {@code path}. */
    public Optional<Program> program(String path) {
        return Optional.ofNullable(programs.get(path));
    }

    /** system(3) and popen(3) for this kernel's processes. */
    public Shell shell() {
        return shell;
    }

    /** Makes a process, which does not run yet. */
    public Process create(Launch launch) {
        return new Process(this, nextPid.getAndIncrement(), launch);
    }

    /** Runs a process to its end on this thread, and closes its descriptors. An exception is part of the returned end. */
    public ProcessEnd run(Process process) {
        return finish(process, runProgram(process).orElseThrow());
    }

    /**
     * As {@link #run}, for a program that may be {@link Program#SUSPENDED}: empty then, and the program is run again by the
     * next call, on any thread.
     */
    public Optional<ProcessEnd> advance(Process process) {
        return runProgram(process).map(end -> finish(process, end));
    }

    private ProcessEnd finish(Process process, ProcessEnd result) {
        ProcessEnd end = result;
        try {
            process.descriptors().close();
        } catch (RuntimeException e) {
            end = withCause(end, e);
        }
        process.ended(end);
        if (end instanceof ProcessEnd.Killed how) killed.accept(process, how.cause());
        return end;
    }

    @SuppressWarnings("CatchingUnchecked") // A process's top: nothing that ends it may end its parent.
    private static Optional<ProcessEnd> runProgram(Process process) {
        try {
            int status = process.program().run(process);
            return status == Program.SUSPENDED ? Optional.empty() : Optional.of(new ProcessEnd.Exited(status));
        } catch (ProcessExit exit) {
            return Optional.of(new ProcessEnd.Exited(exit.status()));
        } catch (Throwable unexpected) {
            return Optional.of(new ProcessEnd.Killed(Signals.SIGABRT, unexpected));
        }
    }

    private static ProcessEnd withCause(ProcessEnd end, RuntimeException closing) {
        if (end instanceof ProcessEnd.Killed how) {
            if (how.cause() != closing) how.cause().addSuppressed(closing);
            return end;
        }
        return new ProcessEnd.Killed(Signals.SIGABRT, closing);
    }
}
