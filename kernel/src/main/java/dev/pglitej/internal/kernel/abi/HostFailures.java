package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.process.Process;

/**
 * What becomes of an Error in a system call: a class that cannot be loaded, a heap or a stack that is exhausted. Stateless.
 *
 * <p>The process gets an error number, as from a kernel that is short of memory itself: it reports an error and goes on, and so do all
 * others. The cause is in the log.
 */
final class HostFailures {
    private static final String LOG = "dev.pglitej.kernel";

    private HostFailures() {}

    static Errno of(String call, Process process, Error cause) {
        process.hostFailed(cause);
        HostLog.log(
                LOG, System.Logger.Level.ERROR, call + " of process " + process.pid() + " failed in the host", cause);
        return cause instanceof VirtualMachineError ? Errno.ENOMEM : Errno.EIO;
    }
}
