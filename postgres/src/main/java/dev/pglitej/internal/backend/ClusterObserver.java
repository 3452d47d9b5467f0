package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.imports.LateImports;
import dev.pglitej.internal.kernel.abi.ProcessAbi;
import dev.pglitej.internal.pg.BufferPool;
import dev.pglitej.internal.pg.CheckpointerShmem;
import dev.pglitej.internal.pg.PostgresBuild;
import dev.pglitej.internal.pg.ProcGlobal;
import java.util.Set;

/**
 * Reads a cluster's shared memory through a process of its own, which never runs. Confined to one thread, which holds the processor or
 * knows that nobody does.
 */
public final class ClusterObserver implements AutoCloseable {
    private final BufferPool buffers;
    private final ForkSource image;
    private final Guest guest;
    private final GuestMemory memory;
    private final CheckpointerShmem checkpointer;
    private final ProcGlobal processes;

    public ClusterObserver(Environment environment, ForkSource image) {
        PostgresBuild build = environment.build();
        ProcessAbi abi = new ProcessAbi(environment.child(process -> 0), build.sideModules());
        this.buffers = image.origin().buffers();
        this.image = image;
        this.guest =
                image.start(new LateImports(abi, Set.of(), () -> {}), environment.guestOptions(), build.variables());
        this.memory = guest.memory();
        this.checkpointer = new CheckpointerShmem(memory, build.variables());
        this.processes = new ProcGlobal(memory, build.variables());
    }

    /** Whether all buffers are as on disk, and none is in use. */
    public boolean buffersAreAtRest() {
        return buffers.isAtRest(memory);
    }

    /** Whether a process is between two transactions; false before its first one. */
    public boolean isIdle(int pid) {
        return processes.ofProcess(pid).filter(proc -> !proc.isInTransaction()).isPresent();
    }

    /** The checkpointer's progress at the time of a request. */
    public record Request(CheckpointerShmem.Progress before) {}

    /**
     * Requests a checkpoint now that leaves no buffer dirty, including those of unlogged tables. The caller has to wake a running
     * checkpointer; one that starts reads the request itself.
     */
    public Request requestCheckpoint() {
        Request request = new Request(checkpointer.progress());
        checkpointer.request(CheckpointerShmem.EVERYTHING_NOW);
        processes.checkpointer().ifPresent(proc -> proc.latch().set());
        return request;
    }

    /** Whether a checkpoint that began after the request is done. */
    public boolean isDone(Request request) {
        return checkpointer.isDoneSince(request.before());
    }

    public boolean hasFailed(Request request) {
        return checkpointer.hasFailedSince(request.before());
    }

    @Override
    public void close() {
        image.end(guest);
    }
}
