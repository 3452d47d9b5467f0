package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestImage;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.engine.SharedImage;
import dev.pglitej.internal.fork.BaseImage;
import dev.pglitej.internal.fork.ForkSource;
import dev.pglitej.internal.fork.SessionPages;
import dev.pglitej.internal.fork.SharedFileTable;
import dev.pglitej.internal.fork.SharedFiles;
import dev.pglitej.internal.fork.SharedSegments;
import dev.pglitej.internal.imports.CatalogReading;
import dev.pglitej.internal.imports.HostCallbacks;
import dev.pglitej.internal.imports.HostFunctions;
import dev.pglitej.internal.imports.LateImports;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.abi.GuestMain;
import dev.pglitej.internal.kernel.abi.ProcessAbi;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.BufferPool;
import dev.pglitej.internal.pg.ExitCallbacks;
import dev.pglitej.internal.pg.GuestErrors;
import dev.pglitej.internal.pg.PgFunction;
import dev.pglitej.internal.pg.PgGlobals;
import dev.pglitej.internal.pg.PgVariable;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.SettingText;
import dev.pglitej.internal.pg.Signal;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The process that starts a cluster: postgres --single, up to where it would connect to a database. On the way it creates shared memory and
 * recovers from a crash; at InitProcess, where a postmaster would begin to fork, its image is taken. Then it exits, so that only children
 * remain. Confined to the thread that boots, except {@link #abort}.
 */
// RATIONALE: "Why does the first process leave?"
// RATIONALE: "How does a first process end that is not to go on?"
public final class FirstProcess {
    private static final int MAP_SHARED_ANONYMOUS = 0x21;
    private static final int MAP_FAILED = -1;

    private static final Set<String> HOOKS = Set.of("InitProcess", "mmap");

    private final Environment environment;
    private final Processor processor = new Processor();
    private final Postmaster postmaster;
    private final PgVariables variables;
    private final SharedSegments segments = new SharedSegments();
    private final SharedFileTable files = new SharedFileTable();

    /** The booting thread, once it can be ended. */
    private volatile @Nullable BackendThread booting;

    private @Nullable SharedFiles mappings;
    private @Nullable HostCallbacks callbacks;
    private @Nullable ExitCallbacks exits;
    private ExitCallbacks.@Nullable Counts exitsAtImage;
    private @Nullable GuestImage image;
    private @Nullable BufferPool buffers;
    private @Nullable SharedImage emptyBuffers;

    /** Makes the process, which does not run yet. */
    public FirstProcess(Environment environment, Clock clock, Timers timers) {
        this.environment = environment;
        this.postmaster = new BootPostmaster(processor, clock, timers);
        this.variables = environment.build().variables();
    }

    /**
     * Boots a cluster. Once.
     *
     * @throws BootException if PostgreSQL refuses, with its last messages; or if it was aborted
     */
    public ForkSource boot() {
        environment.removePidFile();
        Process process = environment.firstProcess(this::run);
        ProcessEnd end = runHoldingProcessor(process);
        GuestImage taken = image;
        HostCallbacks registered = callbacks;
        BufferPool pool = buffers;
        SharedImage empty = emptyBuffers;
        if (taken != null && registered != null && pool != null && empty != null && end.waitStatus() == 0) {
            return ForkSource.booted(
                    new BaseImage(taken, registered, pool, empty, SessionPages.unknown()), segments, files);
        }
        if (taken != null) taken.close();
        if (empty != null) empty.close();
        files.close();
        segments.close();
        throw BootException.of(end, process.hostFailure(), environment.log());
    }

    private ProcessEnd runHoldingProcessor(Process process) {
        processor.acquire(() -> {});
        try {
            return environment.kernel().run(process);
        } finally {
            // Not if it was aborted during a sleep.
            if (processor.isHeld()) processor.release();
        }
    }

    /**
     * Ends the process wherever it is. When this returns, the process touches no file any more, and {@link #boot} fails. The directory is
     * as after a crash. Thread-safe; may be called before, during and after the boot.
     */
    public void abort(Throwable cause) {
        processor.crash(cause);
        BackendThread thread = booting;
        // A signal, unlike a wake-up, is not lost if the process is about to sleep.
        if (thread != null) thread.signal(Signal.SIGQUIT);
    }

    /** Fails if it was aborted. */
    public void checkNotAborted() {
        processor.checkNotCrashed();
    }

    private int run(Process process) {
        Set<String> names = new HashSet<>(BackendHooks.NAMES);
        names.addAll(HOOKS);
        ProcessAbi abi = new ProcessAbi(process, environment.build().sideModules());
        Imports calls = new CatalogReading(abi, this::leave);
        LateImports imports = new LateImports(calls, names, processor::checkNotCrashed);
        try (Guest guest = Guest.create(environment.build().postgres(), imports, environment.guestOptions());
                BackendThread thread = new BackendThread(guest, variables, postmaster, null, false, false);
                SharedFiles mapped = SharedFiles.ofFirst(process.descriptors(), files, guest, imports)) {
            mappings = mapped;
            booting = thread;
            // Its globals, such as its process number, have their values only now.
            guest.start();
            HostFunctions hooks = new BackendHooks(
                    guest.global("host_pid"),
                    process,
                    guest,
                    thread,
                    postmaster,
                    variables,
                    mapped,
                    environment.guestOptions().maxMemoryBytes());
            imports.bind((name, call) -> {
                processor.checkNotCrashed();
                return switch (name) {
                    case "InitProcess" -> initProcess(call);
                    case "mmap" -> mmap(call);
                    default -> hooks.call(name, call);
                };
            });
            exits = new ExitCallbacks(guest.memory(), variables);
            GuestMain.construct(guest);
            callbacks = HostCallbacks.register(guest, abi.commands());
            return GuestMain.run(guest, process, abi);
        }
    }

    /** {@code void InitProcess(void)}: the image is what the process is before it becomes a backend itself. */
    private long initProcess(HostCall call) {
        Guest guest = call.guest();
        GuestMemory memory = call.memory();
        PgGlobals globals = new PgGlobals(memory, variables);
        logStart(globals.text(PgVariable.PG_VERSION_STR));
        globals.put(PgVariable.POSTMASTER_PID, Postmaster.PID);
        if (PgFunction.LOAD_HBA.call(guest) == 0) {
            GuestErrors.exit(guest, "could not load " + SettingText.of(guest, "hba_file"));
        }
        // A postmaster reports a broken pg_ident.conf and starts without it.
        PgFunction.LOAD_IDENT.call(guest);
        exitsAtImage = new ExitCallbacks(memory, variables).counts();
        buffers = BufferPool.of(memory, variables);
        emptyBuffers = segments.copy(buffers.range());
        if (mappings != null) mappings.bequeath(segments);
        image = guest.image(segments.ranges());
        return call.proceed();
    }

    /** Logs what a postmaster logs when its settings are valid, and what its startup process logs when there is nothing to recover. */
    private void logStart(String version) {
        environment.log().postmaster("starting " + version);
        LastShutdown.of(environment.kernel().files())
                .ifPresent(time -> environment.log().postmaster("database system was shut down at " + time));
    }

    /** {@code void *mmap(addr, len, prot, flags, fd, off)}: the segment that all processes share is made by the host. */
    private long mmap(HostCall call) {
        int length = call.i32(1);
        if ((call.i32(3) & MAP_SHARED_ANONYMOUS) != MAP_SHARED_ANONYMOUS || image != null) return call.proceed();
        // A length that does not fit into an int has become negative or 0.
        int address = length > 0 ? segments.allocate(call.guest(), length) : MAP_FAILED;
        if (address == MAP_FAILED) new PgGlobals(call.memory(), variables).put(PgVariable.ERRNO, Errno.ENOMEM.number());
        return address;
    }

    /** Recovery is over: the process exits normally, as a process without a database does here. The cluster must not end with it. */
    private void leave(HostCall call) {
        if (exits == null || exitsAtImage == null) {
            throw new IllegalStateException("catalogs are read before the image");
        }
        exits.keepClusterAlive(exitsAtImage);
        Guest guest = call.guest();
        PgFunction.PROC_EXIT.call(guest, 0);
        throw new IllegalStateException("the first process went on after its exit");
    }
}
