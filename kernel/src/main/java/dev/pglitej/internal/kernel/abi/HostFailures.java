package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.HostLog;
import dev.pglitej.internal.kernel.process.Process;

/**
 * Handles an Error in a system call: a class that cannot be loaded, an exhausted heap or stack. Stateless.
 *
 * <p>The process gets an error number, as from a kernel without memory. It reports an error and continues, and so do all others. The cause
 * is in the log.
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
