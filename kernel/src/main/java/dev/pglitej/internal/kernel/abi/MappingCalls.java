package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Files in memory; anonymous mappings the C library makes itself. Confined to the process's thread.
 *
 * <p>A mapping is a copy of the file, allocated in the guest. A shared one that may be written to keeps its file open and goes back
 * into it when it is unmapped; processes see no earlier what others wrote, and what is still mapped when a process ends is lost.
 */
final class MappingCalls {

    private static final int WRITABLE = 0x2;
    private static final int SHARED = 0x1;
    private static final int TYPE = 0x3;
    private static final int PRIVATE = 0x2;
    private static final int GRANULE = 65536;

    private final Process process;
    private final GuestExports.Source exports;
    /** Shared writable mappings by their addresses. */
    private final Map<Integer, Description> shared = new HashMap<>();

    MappingCalls(Process process, GuestExports.Source exports) {
        this.process = process;
        this.exports = exports;
    }

    /** (length, protection, flags, descriptor, offset, whether allocated, address). */
    long mmap(HostCall call) {
        int length = call.i32(0);
        long offset = call.i64(4);
        Description description = process.descriptors().get(call.i32(3));
        check(description, call.i32(1), call.i32(2));
        if (length == 0 || offset < 0 || offset + Integer.toUnsignedLong(length) < 0) throw Errno.EINVAL.failure();
        if (length < 0) throw Errno.ENOMEM.failure();
        GuestMemory memory = call.memory();
        memory.getInt(call.i32(5));
        memory.getInt(call.i32(6));
        int address = (int) exports.of(call).call("emscripten_builtin_memalign", GRANULE, length);
        if (address == 0) throw Errno.ENOMEM.failure();
        fill(memory.slice(address, length), description.file(), offset);
        memory.putInt(call.i32(5), 1);
        memory.putInt(call.i32(6), address);
        if (writesBack(call.i32(1), call.i32(2))) shared.put(address, description.retain());
        return 0;
    }

    private static void check(Description description, int protection, int flags) {
        int type = flags & TYPE;
        if (type != SHARED && type != PRIVATE) throw Errno.EINVAL.failure();
        if (description.stat().type() != FileType.REGULAR) throw Errno.ENODEV.failure();
        boolean writable = OpenFlags.isWritable(description.flags());
        if (!OpenFlags.isReadable(description.flags()) || (writesBack(protection, flags) && !writable)) {
            throw Errno.EACCES.failure();
        }
    }

    /** Reads the file from {@code offset} on, with zeros behind its end. */
    private static void fill(ByteBuffer target, OpenFile file, long offset) {
        long position = offset;
        while (target.hasRemaining()) {
            int count = file.read(target, position);
            if (count <= 0) break;
            position += count;
        }
        while (target.hasRemaining()) target.put((byte) 0);
    }

    /** (address, length, protection, flags, descriptor, offset): writes back; the memory is the C library's to free. */
    long munmap(HostCall call) {
        Description description = shared.remove(call.i32(0));
        if (description == null) return 0;
        try {
            writeBack(call, description.file());
        } finally {
            description.release();
        }
        return 0;
    }

    private static void writeBack(HostCall call, OpenFile file) {
        long position = call.i64(5);
        // A mapping does not extend its file.
        long within = Math.min(Integer.toUnsignedLong(call.i32(1)), file.size() - position);
        if (within <= 0) return;
        ByteBuffer source = call.memory().slice(call.i32(0), (int) Math.min(within, Integer.MAX_VALUE));
        while (source.hasRemaining()) position += file.write(source, position);
    }

    private static boolean writesBack(int protection, int flags) {
        return (flags & TYPE) == SHARED && (protection & WRITABLE) != 0;
    }
}
