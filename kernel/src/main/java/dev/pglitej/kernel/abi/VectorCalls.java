package dev.pglitej.kernel.abi;

import dev.pglitej.engine.GuestMemory;
import dev.pglitej.engine.HostCall;
import dev.pglitej.kernel.Errno;
import dev.pglitej.kernel.ErrnoException;
import dev.pglitej.kernel.io.Description;
import dev.pglitej.kernel.io.DescriptorTable;
import dev.pglitej.kernel.process.Process;
import java.nio.ByteBuffer;

/**
 * Reading and writing. Confined to the process's thread.
 *
 * <p>Data moves between the file and guest memory without a copy in between. A vector is checked as a whole before anything moves,
 * so a bad pointer in it costs no data. Only its first part may wait: what has arrived is returned at once.
 */
final class VectorCalls {

    /** IOV_MAX. */
    private static final int MOST_PARTS = 1024;

    private static final int PART_BYTES = 8;

    private final DescriptorTable descriptors;

    private VectorCalls(Process process) {
        this.descriptors = process.descriptors();
    }

    static void addTo(CallTable table, Process process) {
        VectorCalls calls = new VectorCalls(process);
        table.positive("fd_read", calls::read);
        table.positive("fd_write", calls::write);
        table.positive("fd_pread", calls::pread);
        table.positive("fd_pwrite", calls::pwrite);
    }

    /** (descriptor, parts, how many, result). */
    private long read(HostCall call) {
        Description description = descriptors.get(call.i32(0));
        GuestMemory memory = call.memory();
        int vector = call.i32(1);
        int parts = checkedParts(memory, vector, call.i32(2), call.i32(3));
        int total = 0;
        for (int i = 0; i < parts; i++) {
            ByteBuffer target = part(memory, vector, i);
            int wanted = target.remaining();
            if (wanted == 0 && parts > 1) {
                continue;
            }
            int count = total == 0 ? description.read(target) : description.readNow(target);
            if (count == Description.WOULD_BLOCK && total == 0) {
                return Errno.EAGAIN.number();
            }
            total += Math.max(count, 0);
            if (count < wanted) {
                break;
            }
        }
        memory.putInt(call.i32(3), total);
        return 0;
    }

    /** (descriptor, parts, how many, result). */
    private long write(HostCall call) {
        Description description = descriptors.get(call.i32(0));
        GuestMemory memory = call.memory();
        int vector = call.i32(1);
        int parts = checkedParts(memory, vector, call.i32(2), call.i32(3));
        int total = 0;
        for (int i = 0; i < parts; i++) {
            ByteBuffer source = part(memory, vector, i);
            int wanted = source.remaining();
            if (wanted == 0 && parts > 1) {
                continue;
            }
            int count = writePart(description, source, total);
            if (count == Description.WOULD_BLOCK && total == 0) {
                return Errno.EAGAIN.number();
            }
            total += Math.max(count, 0);
            if (count < wanted) {
                break;
            }
        }
        memory.putInt(call.i32(3), total);
        return 0;
    }

    /** (descriptor, parts, how many, position, result). */
    private long pread(HostCall call) {
        Description description = descriptors.get(call.i32(0));
        GuestMemory memory = call.memory();
        int vector = call.i32(1);
        int parts = checkedParts(memory, vector, call.i32(2), call.i32(4));
        long position = call.i64(3);
        int total = 0;
        for (int i = 0; i < parts; i++) {
            ByteBuffer target = part(memory, vector, i);
            int wanted = target.remaining();
            int count = description.readAt(target, position + total);
            total += count;
            if (count < wanted) {
                break;
            }
        }
        memory.putInt(call.i32(4), total);
        return 0;
    }

    /** (descriptor, parts, how many, position, result). */
    private long pwrite(HostCall call) {
        Description description = descriptors.get(call.i32(0));
        GuestMemory memory = call.memory();
        int vector = call.i32(1);
        int parts = checkedParts(memory, vector, call.i32(2), call.i32(4));
        long position = call.i64(3);
        int total = 0;
        for (int i = 0; i < parts; i++) {
            ByteBuffer source = part(memory, vector, i);
            int wanted = source.remaining();
            int count = writePartAt(description, source, position, total);
            total += count;
            if (count < wanted) {
                break;
            }
        }
        memory.putInt(call.i32(4), total);
        return 0;
    }

    /** What fails after other parts were written ends the call with what these were; the next call will fail. */
    private static int writePart(Description description, ByteBuffer source, int before) {
        try {
            return description.write(source);
        } catch (ErrnoException e) {
            if (before == 0) {
                throw e;
            }
            return 0;
        }
    }

    private static int writePartAt(Description description, ByteBuffer source, long position, int before) {
        try {
            return description.writeAt(source, position + before);
        } catch (ErrnoException e) {
            if (before == 0) {
                throw e;
            }
            return 0;
        }
    }

    private static ByteBuffer part(GuestMemory memory, int vector, int index) {
        int address = vector + index * PART_BYTES;
        return memory.slice(memory.getInt(address), memory.getInt(address + 4));
    }

    /** Checks all that the vector points to, and where the result goes. */
    private static int checkedParts(GuestMemory memory, int vector, int parts, int result) {
        if (parts < 0 || parts > MOST_PARTS) {
            throw Errno.EINVAL.failure();
        }
        memory.getInt(result);
        long total = 0;
        for (int i = 0; i < parts; i++) {
            int length = memory.getInt(vector + i * PART_BYTES + 4);
            total += length;
            if (length < 0 || total > Integer.MAX_VALUE) {
                throw Errno.EINVAL.failure();
            }
            checkRange(memory, memory.getInt(vector + i * PART_BYTES), length);
        }
        return parts;
    }

    private static void checkRange(GuestMemory memory, int address, int length) {
        if (length > 0 && Integer.toUnsignedLong(address) + length > memory.size()) {
            throw Errno.EFAULT.failure();
        }
    }
}
