package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.DirectoryListing;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;

/** Reading directories. Confined to the process's thread. */
final class DirectoryCalls {

    private static final int RECORD_BYTES = DirectoryListing.RECORD_BYTES;
    private static final int NAME_OFFSET = 19;

    private final Process process;

    DirectoryCalls(Process process) {
        this.process = process;
    }

    /** (descriptor, buffer, size): how many bytes of records, 0 at the end. */
    long getdents(HostCall call) {
        DirectoryListing listing = process.descriptors().get(call.i32(0)).listing();
        int size = call.i32(2);
        if (size < RECORD_BYTES) throw Errno.EINVAL.failure();
        int written = 0;
        while (written <= size - RECORD_BYTES) {
            DirectoryEntry entry = listing.peek(process.files());
            if (entry == null) break;
            put(call.memory(), call.i32(1) + written, entry, listing.position() + 1);
            listing.advance();
            written += RECORD_BYTES;
        }
        return written;
    }

    private static void put(GuestMemory memory, int address, DirectoryEntry entry, int next) {
        memory.fill(address, RECORD_BYTES, (byte) 0);
        memory.putLong(address, entry.inode());
        memory.putLong(address + 8, (long) next * RECORD_BYTES);
        memory.putShort(address + 16, (short) RECORD_BYTES);
        memory.putByte(address + 18, (byte) entry.type().direntType());
        if (memory.putCString(address + NAME_OFFSET, RECORD_BYTES - NAME_OFFSET, entry.name()) < 0) {
            throw Errno.EOVERFLOW.failure();
        }
    }
}
