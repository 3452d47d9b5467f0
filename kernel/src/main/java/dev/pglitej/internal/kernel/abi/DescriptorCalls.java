package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.io.Whence;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFlags;

/** System calls on descriptors that neither read nor write. Confined to the process's thread. */
final class DescriptorCalls {

    private static final int F_DUPFD = 0;
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_GETLK = 12;
    private static final int F_SETLK = 13;
    private static final int F_SETLKW = 14;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FD_CLOEXEC = 1;

    private static final int FDSTAT_BYTES = 24;
    private static final int LAST_ADVICE = 5;

    private static final int WASI_UNKNOWN = 0;
    private static final int WASI_DIRECTORY = 3;
    private static final int WASI_REGULAR_FILE = 4;
    private static final int WASI_SOCKET_STREAM = 6;
    private static final short WASI_APPEND = 1;
    private static final short WASI_NONBLOCK = 4;

    private final DescriptorTable descriptors;

    DescriptorCalls(Process process) {
        this.descriptors = process.descriptors();
    }

    private Description first(HostCall call) {
        return descriptors.get(call.i32(0));
    }

    /** Whether a write to the descriptor waits until the disk has the data. */
    boolean writesThrough(HostCall call) {
        Description description = descriptors.find(call.i32(0));
        return description != null && OpenFlags.has(description.flags(), OpenFlags.O_DSYNC);
    }

    long close(HostCall call) {
        descriptors.close(call.i32(0));
        return 0;
    }

    /** (descriptor, offset, whence, result). */
    long seek(HostCall call) {
        Description description = first(call);
        Whence whence = Whence.of(call.i32(2));
        call.memory().getLong(call.i32(3));
        long offset = description.seek(call.i64(1), whence);
        call.memory().putLong(call.i32(3), offset);
        return 0;
    }

    /** (descriptor, struct fdstat). */
    long fdstat(HostCall call) {
        Description description = first(call);
        GuestMemory memory = call.memory();
        int address = call.i32(1);
        memory.fill(address, FDSTAT_BYTES, (byte) 0);
        memory.putByte(address, (byte) wasiType(description.stat().type()));
        int flags = description.flags();
        boolean append = (flags & OpenFlags.O_APPEND) != 0;
        boolean nonBlocking = (flags & OpenFlags.O_NONBLOCK) != 0;
        memory.putShort(address + 2, (short) ((append ? WASI_APPEND : 0) | (nonBlocking ? WASI_NONBLOCK : 0)));
        return 0;
    }

    private static int wasiType(FileType type) {
        return switch (type) {
            case REGULAR -> WASI_REGULAR_FILE;
            case DIRECTORY -> WASI_DIRECTORY;
            case SOCKET -> WASI_SOCKET_STREAM;
            // The C library's isatty takes every character device for a terminal, and there are no terminals here.
            default -> WASI_UNKNOWN;
        };
    }

    long sync(HostCall call, boolean dataOnly) {
        first(call).file().sync(dataOnly);
        return 0;
    }

    long dup(HostCall call) {
        return descriptors.duplicate(call.i32(0), 0, false);
    }

    /** (descriptor, target, flags). */
    long dup3(HostCall call) {
        int flags = call.i32(2);
        if ((flags & ~OpenFlags.O_CLOEXEC) != 0) throw Errno.EINVAL.failure();
        return descriptors.duplicateTo(call.i32(0), call.i32(1), flags != 0);
    }

    /** (descriptor, command, variable arguments). */
    long fcntl(HostCall call) {
        int descriptor = call.i32(0);
        Description description = descriptors.get(descriptor);
        return switch (call.i32(1)) {
            case F_DUPFD -> descriptors.duplicate(descriptor, variableArgument(call), false);
            case F_DUPFD_CLOEXEC -> descriptors.duplicate(descriptor, variableArgument(call), true);
            case F_GETFD -> descriptors.isClosedOnExec(descriptor) ? FD_CLOEXEC : 0;
            case F_SETFD -> {
                descriptors.setClosedOnExec(descriptor, (variableArgument(call) & FD_CLOEXEC) != 0);
                yield 0;
            }
            case F_GETFL -> description.flags();
            case F_SETFL -> {
                description.setStatusFlags(variableArgument(call));
                yield 0;
            }
            case F_GETLK, F_SETLK, F_SETLKW -> throw Errno.ENOLCK.failure();
            default -> throw Errno.EINVAL.failure();
        };
    }

    private static int variableArgument(HostCall call) {
        return call.memory().getInt(call.i32(2));
    }

    /** (descriptor, request, variable arguments): nothing here is a terminal or another device to be controlled. */
    long ioctl(HostCall call) {
        first(call);
        throw Errno.ENOTTY.failure();
    }

    /** (descriptor, length). */
    long ftruncate(HostCall call) {
        Description description = first(call);
        if (call.i64(1) < 0 || !OpenFlags.isWritable(description.flags())) throw Errno.EINVAL.failure();
        description.file().truncate(call.i64(1));
        return 0;
    }

    /** (descriptor, mode, offset, length): mode 0, posix_fallocate, alone. */
    long fallocate(HostCall call) {
        Description description = first(call);
        long offset = call.i64(2);
        long length = call.i64(3);
        if (call.i32(1) != 0) throw Errno.EOPNOTSUPP.failure();
        if (offset < 0 || length <= 0) throw Errno.EINVAL.failure();
        if (offset + length < 0) throw Errno.EFBIG.failure();
        requireSeekable(description);
        if (!OpenFlags.isWritable(description.flags())) throw Errno.EBADF.failure();
        description.file().allocate(offset, length);
        return 0;
    }

    /** (descriptor, offset, length, advice): checked, and not taken. */
    long fadvise(HostCall call) {
        Description description = first(call);
        int advice = call.i32(3);
        if (advice < 0 || advice > LAST_ADVICE || call.i64(2) < 0) throw Errno.EINVAL.failure();
        requireSeekable(description);
        return 0;
    }

    private static void requireSeekable(Description description) {
        if (!description.isSeekable()) throw Errno.ESPIPE.failure();
    }
}
