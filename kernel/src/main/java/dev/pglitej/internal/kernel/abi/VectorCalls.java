package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.process.Process;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reading and writing. Confined to the process's thread.
 *
 * <p>Data moves between the file and guest memory without a copy in between, and a call allocates nothing. A vector is checked as a whole
 * before anything moves, so a bad pointer in it costs no data. Only its first part may wait; bytes that have arrived are returned at once.
 * If a part fails after others have moved, the call returns the number of bytes moved, and the next call fails.
 */
final class VectorCalls {

    /** IOV_MAX. */
    private static final int MOST_PARTS = 1024;

    private static final int PART_BYTES = 8;

    private final DescriptorTable descriptors;
    private GuestMemory.@Nullable View view;

    VectorCalls(Process process) {
        this.descriptors = process.descriptors();
    }

    /** One part's way between description and memory. */
    private enum Transfer {
        READ,
        WRITE,
        PREAD,
        PWRITE;

        /** The number of bytes moved, or {@link Description#WOULD_BLOCK}; {@code moved} have been before. */
        int move(Description description, ByteBuffer part, long position, int moved) {
            return switch (this) {
                case READ -> moved == 0 ? description.read(part) : description.readNow(part);
                case WRITE -> description.write(part);
                case PREAD -> description.readAt(part, position + moved);
                case PWRITE -> description.writeAt(part, position + moved);
            };
        }
    }

    /** (descriptor, parts, how many, where the number of bytes goes). */
    long read(HostCall call) {
        return move(call, Transfer.READ, 0, call.i32(3));
    }

    /** As {@link #read}. */
    long write(HostCall call) {
        return move(call, Transfer.WRITE, 0, call.i32(3));
    }

    /** (descriptor, parts, how many, position, where the number of bytes goes). */
    long pread(HostCall call) {
        return move(call, Transfer.PREAD, call.i64(3), call.i32(4));
    }

    /** As {@link #pread}. */
    long pwrite(HostCall call) {
        return move(call, Transfer.PWRITE, call.i64(3), call.i32(4));
    }

    /** All four calls begin with (descriptor, parts, how many) and say where the number of bytes goes. */
    private long move(HostCall call, Transfer transfer, long position, int result) {
        Description description = descriptors.get(call.i32(0));
        GuestMemory memory = call.memory();
        int vector = call.i32(1);
        int parts = call.i32(2);
        check(memory, vector, parts, result);
        int total = 0;
        for (int i = 0; i < parts; i++) {
            int wanted = memory.getInt(vector + i * PART_BYTES + 4);
            if (wanted == 0 && parts > 1) continue;
            ByteBuffer part = view(memory).of(memory.getInt(vector + i * PART_BYTES), wanted);
            int count = movePart(transfer, description, part, position, total);
            if (count == Description.WOULD_BLOCK && total == 0) return Errno.EAGAIN.number();
            total += Math.max(count, 0);
            if (count < wanted) break;
        }
        memory.putInt(result, total);
        return 0;
    }

    private static int movePart(Transfer transfer, Description description, ByteBuffer part, long position, int moved) {
        try {
            return transfer.move(description, part, position, moved);
        } catch (ErrnoException e) {
            if (moved == 0) throw e;
            return 0;
        }
    }

    /** The process's memory, which is there only once it runs. */
    private GuestMemory.View view(GuestMemory memory) {
        GuestMemory.View present = view;
        if (present == null) {
            present = memory.new View();
            view = present;
        }
        return present;
    }

    /** Checks all that the vector points to, and where the result goes. */
    private static void check(GuestMemory memory, int vector, int parts, int result) {
        if (parts < 0 || parts > MOST_PARTS) throw Errno.EINVAL.failure();
        memory.getInt(result);
        long total = 0;
        for (int i = 0; i < parts; i++) {
            int length = memory.getInt(vector + i * PART_BYTES + 4);
            total += length;
            if (length < 0 || total > Integer.MAX_VALUE) throw Errno.EINVAL.failure();
            checkRange(memory, memory.getInt(vector + i * PART_BYTES), length);
        }
    }

    private static void checkRange(GuestMemory memory, int address, int length) {
        if (length > 0 && !memory.holds(address, length)) throw Errno.EFAULT.failure();
    }
}
