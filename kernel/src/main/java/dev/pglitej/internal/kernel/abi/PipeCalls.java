package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.io.Pipe;
import dev.pglitej.internal.kernel.io.PollSet;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.util.concurrent.TimeUnit;

/** Pipes, and waiting for descriptors. Confined to the process's thread. */
final class PipeCalls {

    private static final int POLL_BYTES = 8;

    private final Process process;
    private final DescriptorTable descriptors;

    PipeCalls(Process process) {
        this.process = process;
        this.descriptors = process.descriptors();
    }

    /** (two ints, flags). */
    long pipe(HostCall call) {
        int flags = call.i32(1);
        if ((flags & ~(OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK)) != 0) throw Errno.EINVAL.failure();
        GuestMemory memory = call.memory();
        memory.getLong(call.i32(0));
        boolean closedOnExec = (flags & OpenFlags.O_CLOEXEC) != 0;
        Pipe pipe = Pipe.bounded(flags);
        int reader = openReader(pipe, closedOnExec);
        memory.putInt(call.i32(0), reader);
        memory.putInt(call.i32(0) + 4, openWriter(pipe, reader, closedOnExec));
        return 0;
    }

    private int openReader(Pipe pipe, boolean closedOnExec) {
        try {
            return descriptors.open(pipe.reader(), closedOnExec);
        } catch (RuntimeException e) {
            pipe.writer().release();
            throw e;
        }
    }

    private int openWriter(Pipe pipe, int reader, boolean closedOnExec) {
        try {
            return descriptors.open(pipe.writer(), closedOnExec);
        } catch (RuntimeException e) {
            descriptors.close(reader);
            throw e;
        }
    }

    /** (struct pollfd array, how many, milliseconds): how many have something to report. */
    long poll(HostCall call) {
        GuestMemory memory = call.memory();
        int array = call.i32(0);
        int count = call.i32(1);
        if (count < 0 || count > DescriptorTable.DEFAULT_LIMIT) throw Errno.EINVAL.failure();
        PollSet set = new PollSet();
        for (int i = 0; i < count; i++) {
            add(set, memory.getInt(array + i * POLL_BYTES), memory.getShort(array + i * POLL_BYTES + 4));
        }
        int ready = set.await(
                TimeUnit.MILLISECONDS.toNanos(call.i32(2)), process.kernel().clock());
        for (int i = 0; i < count; i++) memory.putShort(array + i * POLL_BYTES + 6, (short) set.reported(i));
        return ready;
    }

    private void add(PollSet set, int descriptor, int wanted) {
        Description description = descriptors.find(descriptor);
        if (descriptor < 0) {
            set.addIgnored();
        } else if (description == null) {
            set.addInvalid();
        } else {
            set.add(description, wanted);
        }
    }
}
