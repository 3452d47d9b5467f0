package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.io.Descriptions;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Symlink;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** System calls that take path names, except those in {@link StatCalls}. Confined to the process's thread. */
final class PathCalls {

    private static final int REMOVE_DIRECTORY = 0x200;
    private static final int FOLLOW = 0x400;
    private static final int EFFECTIVE_IDS = 0x200;
    private static final int ACCESS_BITS = MountTable.R_OK | MountTable.W_OK | MountTable.X_OK;

    /** Names that mean an open descriptor. */
    private static final Pattern DESCRIPTOR_PATH = Pattern.compile("/(?:proc/self|dev)/fd/([0-9]{1,9})");

    private final Process process;
    private final MountTable files;
    private final PathArguments paths;

    PathCalls(Process process) {
        this.process = process;
        this.files = process.files();
        this.paths = new PathArguments(process);
    }

    /** (directory, path, flags, variable arguments: mode). */
    long openat(HostCall call) {
        String path = paths.text(call.memory(), call.i32(1));
        int flags = call.i32(2);
        int mode = 0;
        if ((flags & OpenFlags.O_CREAT) != 0 && call.i32(3) != 0) {
            mode = call.memory().getInt(call.i32(3)) & ~process.umask();
        }
        boolean closedOnExec = (flags & OpenFlags.O_CLOEXEC) != 0;
        Matcher descriptor = DESCRIPTOR_PATH.matcher(path);
        if (descriptor.matches()) {
            // A duplicate that shares the offset, as systems without Linux's reopening have it.
            return process.descriptors().duplicate(openDescriptor(descriptor.group(1)), 0, closedOnExec);
        }
        OpenFile file = files.open(paths.base(call.i32(0), path), path, flags, mode);
        Description description = Descriptions.of(file, flags);
        return process.descriptors().open(description, closedOnExec);
    }

    private int openDescriptor(String digits) {
        int number = Integer.parseInt(digits);
        if (process.descriptors().find(number) == null) throw Errno.ENOENT.failure();
        return number;
    }

    /** (directory, path, wanted, flags). */
    long faccessat(HostCall call) {
        String path = paths.text(call.memory(), call.i32(1));
        int wanted = call.i32(2);
        int flags = call.i32(3);
        if ((wanted & ~ACCESS_BITS) != 0 || (flags & ~(EFFECTIVE_IDS | PathArguments.NO_FOLLOW)) != 0) {
            throw Errno.EINVAL.failure();
        }
        files.access(paths.base(call.i32(0), path), path, wanted, (flags & PathArguments.NO_FOLLOW) == 0);
        return 0;
    }

    /** (directory, path, mode). */
    long mkdirat(HostCall call) {
        String path = paths.text(call.memory(), call.i32(1));
        files.makeDirectory(paths.base(call.i32(0), path), path, call.i32(2) & ~process.umask());
        return 0;
    }

    /** (path). */
    long rmdir(HostCall call) {
        files.removeDirectory(paths.workingDirectory(), paths.text(call.memory(), call.i32(0)));
        return 0;
    }

    /** (directory, path, flags). */
    long unlinkat(HostCall call) {
        String path = paths.text(call.memory(), call.i32(1));
        switch (call.i32(2)) {
            case 0 -> files.unlink(paths.base(call.i32(0), path), path);
            case REMOVE_DIRECTORY -> files.removeDirectory(paths.base(call.i32(0), path), path);
            default -> throw Errno.EINVAL.failure();
        }
        return 0;
    }

    /** (old directory, old path, new directory, new path). */
    long renameat(HostCall call) {
        String from = paths.text(call.memory(), call.i32(1));
        String to = paths.text(call.memory(), call.i32(3));
        files.rename(paths.base(call.i32(0), from), from, paths.base(call.i32(2), to), to);
        return 0;
    }

    /** (old directory, old path, new directory, new path, flags). */
    long linkat(HostCall call) {
        String from = paths.text(call.memory(), call.i32(1));
        String to = paths.text(call.memory(), call.i32(3));
        int flags = call.i32(4);
        if ((flags & ~FOLLOW) != 0) throw Errno.EINVAL.failure();
        files.link(paths.base(call.i32(0), from), from, paths.base(call.i32(2), to), to, flags == FOLLOW);
        return 0;
    }

    /** (target, directory, path). */
    long symlinkat(HostCall call) {
        String target = paths.text(call.memory(), call.i32(0));
        String path = paths.text(call.memory(), call.i32(2));
        files.makeSymlink(target, paths.base(call.i32(1), path), path);
        return 0;
    }

    /** (directory, path, buffer, size): how many bytes, without a terminating zero. */
    long readlinkat(HostCall call) {
        String path = paths.text(call.memory(), call.i32(1));
        int size = call.i32(3);
        if (size <= 0) throw Errno.EINVAL.failure();
        Inode inode = files.resolveNoFollow(paths.base(call.i32(0), path), path);
        if (!(inode instanceof Symlink link)) throw Errno.EINVAL.failure();
        byte[] target = link.target().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(size, target.length);
        call.memory().put(call.i32(2), target, 0, length);
        return length;
    }

    /** (path, length). */
    long truncate(HostCall call) {
        String path = paths.text(call.memory(), call.i32(0));
        if (call.i64(1) < 0) throw Errno.EINVAL.failure();
        files.truncate(paths.workingDirectory(), path, call.i64(1));
        return 0;
    }

    /** (path). */
    long chdir(HostCall call) {
        String path = paths.text(call.memory(), call.i32(0));
        process.changeDirectory(files.directory(paths.workingDirectory(), path));
        return 0;
    }

    /** (buffer, size): how many bytes, with the terminating zero. */
    long getcwd(HostCall call) {
        GuestMemory memory = call.memory();
        int size = call.i32(1);
        if (size == 0) throw Errno.EINVAL.failure();
        String path = files.pathOf(process.workingDirectory());
        // A size is unsigned, and no path needs one that does not fit an int.
        int written = memory.putCString(call.i32(0), size < 0 ? Integer.MAX_VALUE : size, path);
        if (written < 0) throw Errno.ERANGE.failure();
        return written;
    }

    /** (mask): the former one. */
    long umask(HostCall call) {
        return process.changeUmask(call.i32(0));
    }
}
