package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.util.concurrent.TimeUnit;

/** System calls that read or change a file's attributes: stat, mode, owner, times. Confined to the process's thread. */
final class StatCalls {

    private static final int NO_AUTOMOUNT = 0x800;
    private static final int USE_NOW = 0x3fffffff;
    private static final int OMIT = 0x3ffffffe;

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final Process process;
    private final MountTable files;
    private final Clock clock;
    private final PathArguments paths;

    StatCalls(Process process) {
        this.process = process;
        this.files = process.files();
        this.clock = process.kernel().clock();
        this.paths = new PathArguments(process);
    }

    private Inode resolve(Directory base, String path, boolean follow) {
        return follow ? files.resolve(base, path) : files.resolveNoFollow(base, path);
    }

    /** The file that (directory, path, …, flags) means. */
    private Inode resolveAt(HostCall call, int flags) {
        String path = paths.text(call.memory(), call.i32(1));
        boolean itself = path.isEmpty() && (flags & PathArguments.EMPTY_PATH) != 0;
        if (itself && call.i32(0) == PathArguments.WORKING_DIRECTORY) return process.workingDirectory();
        if (itself) return descriptor(call, 0).file().inode();
        return resolve(paths.base(call.i32(0), path), path, (flags & PathArguments.NO_FOLLOW) == 0);
    }

    private static void refuseFlagsBut(int known, int flags) {
        if ((flags & ~known) != 0) throw Errno.EINVAL.failure();
    }

    private Description descriptor(HostCall call, int argument) {
        return process.descriptors().get(call.i32(argument));
    }

    /** (path, struct stat). */
    long stat(HostCall call, boolean follow) {
        String path = paths.text(call.memory(), call.i32(0));
        Stat stat = resolve(paths.workingDirectory(), path, follow).stat();
        StatLayout.put(call.memory(), call.i32(1), stat);
        return 0;
    }

    /** (descriptor, struct stat). */
    long fstat(HostCall call) {
        StatLayout.put(call.memory(), call.i32(1), descriptor(call, 0).stat());
        return 0;
    }

    /** (directory, path, struct stat, flags). */
    long fstatat(HostCall call) {
        int flags = call.i32(3);
        refuseFlagsBut(PathArguments.NO_FOLLOW | PathArguments.EMPTY_PATH | NO_AUTOMOUNT, flags);
        boolean itself = (flags & PathArguments.EMPTY_PATH) != 0
                && call.memory().getByte(call.i32(1)) == 0
                && call.i32(0) != PathArguments.WORKING_DIRECTORY;
        Stat stat = itself ? descriptor(call, 0).stat() : resolveAt(call, flags).stat();
        StatLayout.put(call.memory(), call.i32(2), stat);
        return 0;
    }

    /** (path, size, struct statfs). */
    long statfs(HostCall call) {
        if (call.i32(1) != StatLayout.STATFS_BYTES) throw Errno.EINVAL.failure();
        String path = paths.text(call.memory(), call.i32(0));
        Inode inode = files.resolve(paths.workingDirectory(), path);
        StatLayout.put(call.memory(), call.i32(2), inode.fileSystem().stat());
        return 0;
    }

    /** (path, mode). */
    long chmod(HostCall call) {
        String path = paths.text(call.memory(), call.i32(0));
        files.resolve(paths.workingDirectory(), path).changeMode(call.i32(1) & Stat.PERMISSIONS);
        return 0;
    }

    /** (descriptor, mode). */
    long fchmod(HostCall call) {
        descriptor(call, 0).file().changeMode(call.i32(1) & Stat.PERMISSIONS);
        return 0;
    }

    /** (directory, path, mode, flags). */
    long fchmodat(HostCall call) {
        int flags = call.i32(3);
        refuseFlagsBut(PathArguments.NO_FOLLOW | PathArguments.EMPTY_PATH, flags);
        resolveAt(call, flags).changeMode(call.i32(2) & Stat.PERMISSIONS);
        return 0;
    }

    /** (descriptor, user, group). */
    long fchown(HostCall call) {
        descriptor(call, 0).file().changeOwner(call.i32(1), call.i32(2));
        return 0;
    }

    /** (directory, path, user, group, flags). */
    long fchownat(HostCall call) {
        int flags = call.i32(4);
        refuseFlagsBut(PathArguments.NO_FOLLOW | PathArguments.EMPTY_PATH, flags);
        resolveAt(call, flags).changeOwner(call.i32(2), call.i32(3));
        return 0;
    }

    /** (directory, path or null, two struct timespec or null, flags). */
    long utimensat(HostCall call) {
        int flags = call.i32(3);
        refuseFlagsBut(PathArguments.NO_FOLLOW | PathArguments.EMPTY_PATH, flags);
        int times = call.i32(2);
        long now = clock.realtimeNanos();
        long accessed = times == 0 ? now : time(call.memory(), times, now);
        long modified = times == 0 ? now : time(call.memory(), times + StatLayout.TIMESPEC_BYTES, now);
        if (call.i32(1) == 0) {
            descriptor(call, 0).file().changeTimes(accessed, modified);
        } else {
            resolveAt(call, flags).changeTimes(accessed, modified);
        }
        return 0;
    }

    private static long time(GuestMemory memory, int address, long now) {
        int nanos = memory.getInt(address + 8);
        if (nanos == USE_NOW) return now;
        if (nanos == OMIT) return Inode.OMIT_TIME;
        if (nanos < 0 || nanos >= NANOS_PER_SECOND) throw Errno.EINVAL.failure();
        return TimeUnit.SECONDS.toNanos(memory.getLong(address)) + nanos;
    }
}
