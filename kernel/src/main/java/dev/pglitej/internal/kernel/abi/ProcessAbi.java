package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.engine.ImportType;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.kernel.process.Process;
import java.util.Set;

/**
 * All that guests import, for one process: its system calls. Confined to the process's thread.
 *
 * <p>Other imports belong to the runtime (clocks, random numbers, the heap, longjmp) or are unknown; a call of an unknown one traps.
 */
public final class ProcessAbi implements Imports {

    private static final Set<String> MODULES = Set.of("env", "wasi_snapshot_preview1");

    private final SystemCalls calls;
    private final CommandCalls commands;

    public ProcessAbi(Process process, SharedLibraries libraries) {
        this(process, libraries, call -> new EngineExports(call.guest()));
    }

    ProcessAbi(Process process, SharedLibraries libraries, GuestExports.Source exports) {
        this.calls = new SystemCalls(process, libraries, exports);
        this.commands = new CommandCalls(process, exports);
    }

    @Override
    public HostFunction resolve(ImportType type) {
        SystemCall found = MODULES.contains(type.module()) ? SystemCall.named(type.name()) : null;
        return found == null ? HostFunction.unresolved() : calls.function(found);
    }

    /** system, popen and pclose, for guests that take them as function pointers. */
    public CommandCalls commands() {
        return commands;
    }

    /**
     * Runs what follows the return of main(): atexit functions and buffers that are not flushed. Not needed after exit(), but harmless
     * then.
     */
    public void returned(Guest guest) {
        calls.processes().cleanUp(new EngineExports(guest));
    }
}
