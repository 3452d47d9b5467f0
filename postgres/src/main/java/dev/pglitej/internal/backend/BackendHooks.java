package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFunction;
import dev.pglitej.internal.engine.GuestUnwinding;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.fork.SharedFiles;
import dev.pglitej.internal.imports.HostFunctions;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.GuestErrors;
import dev.pglitej.internal.pg.PgFunction;
import dev.pglitej.internal.pg.PgGlobals;
import dev.pglitej.internal.pg.PgVariable;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.Signal;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The functions of PostgreSQL that the host replaces, by name. Confined to the process's thread, which holds the processor during a call.
 */
final class BackendHooks implements HostFunctions {
    /** The names of these functions. */
    static final Set<String> NAMES = Set.of(
            "WaitEventSetWait",
            "RequestCheckpoint",
            "XLogSetAsyncXactLSN",
            "ProcessInterrupts",
            "PostmasterIsAliveInternal",
            "pg_usleep",
            "kill",
            "PGSemaphoreLock",
            "_setitimer_js",
            Collators.OPEN,
            StatisticsSegments.DSM_CREATE,
            MemoryFailures.ALLOCATION_FAILURE,
            SharedFiles.MMAP,
            SharedFiles.MUNMAP,
            SharedFiles.UNLINK);

    private static final String LOG = "dev.pglitej.backend";

    private final int pid;
    private final Process process;
    private final BackendThread thread;
    private final Postmaster postmaster;
    private final PgGlobals globals;
    private final Guest guest;
    private final GuestFunction raise;
    private final WaitEventSets waits;
    private final CheckpointRequests checkpoints;
    private final SharedFiles files;
    private final StatisticsSegments statistics;
    private final MemoryFailures failures;
    private final Collators collators;
    /** When the present sleep ends. */
    private long sleepDeadline;
    /** The timer that wakes a suspended sleep. */
    private Timers.@Nullable Timer suspendedSleep;

    private final PatientWait lockWait;

    BackendHooks(
            int pid,
            Process process,
            Guest guest,
            BackendThread thread,
            Postmaster postmaster,
            PgVariables variables,
            SharedFiles files,
            long memoryLimit) {
        this.pid = pid;
        this.process = process;
        this.thread = thread;
        this.postmaster = postmaster;
        this.globals = new PgGlobals(guest.memory(), variables);
        this.guest = guest;
        this.raise = PgFunction.RAISE.of(guest);
        this.waits = new WaitEventSets(pid, thread, postmaster, guest, variables);
        this.lockWait = new PatientWait(pid, thread, postmaster);
        this.checkpoints = new CheckpointRequests(thread, postmaster, guest, variables);
        this.files = files;
        this.statistics = new StatisticsSegments(guest, variables, files);
        this.failures = new MemoryFailures(guest, variables, memoryLimit);
        this.collators = new Collators(process);
    }

    /** An Error becomes an error of PostgreSQL, so that it ends a statement or this backend, but not all backends. */
    @Override
    public long call(String name, HostCall call) {
        try {
            return answer(name, call);
        } catch (GuestUnwinding e) {
            throw e;
        } catch (Error e) {
            process.hostFailed(e);
            HostLog.log(LOG, System.Logger.Level.ERROR, name + " of process " + pid + " failed in the host", e);
            thread.holdProcessor();
            GuestErrors.raise(
                    guest, GuestErrors.OUT_OF_MEMORY, "the host of this process failed in " + name + ": " + e);
            return 0;
        }
    }

    private long answer(String name, HostCall call) {
        return switch (name) {
            case "WaitEventSetWait" -> waits.await(call);
            case "RequestCheckpoint" -> checkpoints.request(call);
            case "XLogSetAsyncXactLSN" -> committedAsynchronously(call);
            case "ProcessInterrupts" -> processInterrupts(call);
            case "PostmasterIsAliveInternal" -> 1;
            case "pg_usleep" -> sleep(call);
            case "kill" -> kill(call);
            case "PGSemaphoreLock" -> awaitSemaphore(call);
            case "_setitimer_js" -> setTimer(call);
            case Collators.OPEN -> collators.open(call);
            case StatisticsSegments.DSM_CREATE -> statistics.create(call);
            case MemoryFailures.ALLOCATION_FAILURE -> failures.fail(call);
            case SharedFiles.MMAP -> files.map(call);
            case SharedFiles.MUNMAP -> files.unmap(call);
            case SharedFiles.UNLINK -> files.unlink(call);
            default -> throw HostFunctions.unknown(name);
        };
    }

    /** The WAL writer flushes what such a transaction has written. */
    private long committedAsynchronously(HostCall call) {
        postmaster.needWalWriter();
        return call.proceed();
    }

    private long processInterrupts(HostCall call) {
        thread.deliverSignals();
        // Leaving gives up the processor too, so it comes first.
        if (call.canSuspend() && thread.leavesAtInterrupt()) return call.suspend();
        thread.passOnIfWanted();
        // Somebody may have asked while another process had the processor.
        return call.canSuspend() && thread.leavesAtInterrupt() ? call.suspend() : call.proceed();
    }

    /** {@code void pg_usleep(long microsec)}; ends early, as nanosleep does, when a signal arrives. */
    private long sleep(HostCall call) {
        Clock clock = postmaster.clock();
        Timers.Timer before = suspendedSleep;
        if (before == null) {
            sleepDeadline = clock.monotonicNanos() + TimeUnit.MICROSECONDS.toNanos(Math.max(call.i32(0), 0));
        } else {
            boolean ignored = before.cancel();
            suspendedSleep = null;
        }
        while (true) {
            // Before the check for signals, because a signal in between would wake no thread.
            thread.prepareSleep();
            long left = sleepDeadline - clock.monotonicNanos();
            if (left <= 0 || thread.hasSignals()) break;
            if (call.canSuspend() && thread.leavesAtWait(Sleeper.Interest.NOTHING)) {
                suspendedSleep = thread.wakeAt(sleepDeadline);
                return call.suspend();
            }
            thread.sleep(Sleeper.Interest.NOTHING, left);
        }
        thread.deliverSignals();
        return 0;
    }

    /** {@code int kill(pid_t pid, int sig)}; a negative pid is a process group, and each process leads one of its own. */
    private long kill(HostCall call) {
        int target = Math.abs(call.i32(0));
        int number = call.i32(1);
        if (target == pid) return number == 0 ? 0 : guest.call(raise, number);
        if (target == Postmaster.PID) {
            if (number != 0) postmaster.signalled(Signal.of(number), pid);
            return 0;
        }
        if (postmaster.kill(target, number == 0 ? Signal.SIGURG : Signal.of(number))) return 0;
        globals.put(PgVariable.ERRNO, Errno.ESRCH.number());
        return -1;
    }

    /** PGSemaphoreLock, until another process clears the byte that this build has instead of a semaphore. */
    // RATIONALE: "How does a process wait for an LWLock?"
    private long awaitSemaphore(HostCall call) {
        int address = call.i32(0);
        lockWait.enter(true);
        while (true) {
            thread.prepareSleep();
            if (thread.isCleared(address)) return 0;
            lockWait.check();
            if (call.canSuspend() && thread.leavesUntilCleared(address)) {
                lockWait.suspend(Long.MAX_VALUE);
                return call.suspend();
            }
            if (thread.awaitCleared(address, postmaster.patience())) return 0;
        }
    }

    /** {@code int _setitimer_js(int which, double milliseconds)}; PostgreSQL uses only ITIMER_REAL. */
    private long setTimer(HostCall call) {
        thread.setAlarm(call.f64(1));
        return 0;
    }
}
