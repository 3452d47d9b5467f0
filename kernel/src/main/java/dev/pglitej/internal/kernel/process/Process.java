package dev.pglitej.internal.kernel.process;

import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.MountTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One process: what a kernel keeps about a running program. Confined to the thread that runs it, except {@link #signals()},
 * {@link #end()} and the timer's deadline.
 */
@SuppressWarnings("JavaLangClash") // In a kernel, a process is a process.
public final class Process {

    private static final int PERMISSIONS = 0777;

    private final Kernel kernel;
    private final int pid;
    private final Launch launch;
    private final PendingSignals signals = new PendingSignals();
    private final IntervalTimer timer;
    private Directory workingDirectory;
    private int umask;
    private BlockingCalls blockingCalls = BlockingCalls.UNNOTICED;
    private Optional<Error> hostFailure = Optional.empty();
    private volatile Optional<ProcessEnd> end = Optional.empty();

    Process(Kernel kernel, int pid, Launch launch) {
        this.kernel = kernel;
        this.pid = pid;
        this.launch = launch;
        this.timer = new IntervalTimer(kernel.clock());
        this.workingDirectory = launch.workingDirectory();
        this.umask = launch.umask() & PERMISSIONS;
    }

    public Kernel kernel() {
        return kernel;
    }

    public int pid() {
        return pid;
    }

    Program program() {
        return launch.program();
    }

    public List<String> arguments() {
        return launch.arguments();
    }

    public Map<String, String> environment() {
        return launch.environment();
    }

    public DescriptorTable descriptors() {
        return launch.descriptors();
    }

    /** The name space for this process's paths. */
    public MountTable files() {
        return kernel.files();
    }

    public Directory workingDirectory() {
        return workingDirectory;
    }

    public void changeDirectory(Directory directory) {
        workingDirectory = directory;
    }

    public int umask() {
        return umask;
    }

    /** Sets the mode bits that new files of this process do not get; returns the former ones. */
    public int changeUmask(int mask) {
        int former = umask;
        umask = mask & PERMISSIONS;
        return former;
    }

    public PendingSignals signals() {
        return signals;
    }

    public IntervalTimer timer() {
        return timer;
    }

    public BlockingCalls blockingCalls() {
        return blockingCalls;
    }

    /** From now on this is told of calls that may wait for a disk. */
    public void setBlockingCalls(BlockingCalls calls) {
        blockingCalls = calls;
    }

    /** The host has failed in a call, and the process got an error number. It may end because of that, without knowing the reason. */
    public void hostFailed(Error cause) {
        hostFailure = Optional.of(cause);
    }

    /** The last of those failures. */
    public Optional<Error> hostFailure() {
        return hostFailure;
    }

    /** How it ended; empty before that. */
    public Optional<ProcessEnd> end() {
        return end;
    }

    void ended(ProcessEnd how) {
        end = Optional.of(how);
    }

    @Override
    public String toString() {
        return "process " + pid + " " + launch.arguments();
    }
}
