package dev.pglitej.backend;

import dev.pglitej.engine.HostCall;
import dev.pglitej.kernel.Errno;
import dev.pglitej.kernel.io.DescriptorTable;
import dev.pglitej.kernel.vfs.Stat;

/**
 * Files that a process maps shared: PostgreSQL's dynamic shared memory, in practice its control segment. They live in a window of
 * shared memory, each at one place for all processes. Confined to the thread that holds the processor.
 */
final class SharedFiles {
    private final DescriptorTable descriptors;
    private final SharedWindow window;

    SharedFiles(DescriptorTable descriptors, SharedWindow window) {
        this.descriptors = descriptors;
        this.window = window;
    }

    /** {@code int _mmap_js(size_t len, int prot, int flags, int fd, off_t offset, int *allocated, void **addr)}. */
    long map(HostCall call) {
        Stat stat = descriptors.get(call.i32(3)).stat();
        int address = window.place(stat.device(), stat.inode(), call.i32(0), call.guest());
        if (address == SharedWindow.NO_ROOM) return -Errno.ENOMEM.number();
        call.memory().putInt(call.i32(5), 0);
        call.memory().putInt(call.i32(6), address);
        return 0;
    }
}
