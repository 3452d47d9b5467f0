package dev.pglitej.backend;

import dev.pglitej.engine.HostCall;
import dev.pglitej.engine.HostFunction;
import dev.pglitej.kernel.Errno;
import dev.pglitej.kernel.io.DescriptorTable;
import dev.pglitej.kernel.vfs.Stat;

/**
 * Files that a process maps to share what it writes: PostgreSQL's dynamic shared memory, in practice its control segment. They live in a
 * window of shared memory, each at one place for all processes. What is mapped to be read, such as ICU's data, is the kernel's
 * affair. Confined to the thread that holds the processor.
 */
final class SharedFiles {
    static final String MMAP = "_mmap_js";

    private static final int PROT_WRITE = 0x2;
    private static final int MAP_SHARED = 0x1;
    private static final int MAP_TYPE = 0x3;

    private final DescriptorTable descriptors;
    private final SharedWindow window;
    private final HostFunction kernel;

    /** @param kernel maps what is not to be shared */
    SharedFiles(DescriptorTable descriptors, SharedWindow window, HostFunction kernel) {
        this.descriptors = descriptors;
        this.window = window;
        this.kernel = kernel;
    }

    /** {@code int _mmap_js(size_t len, int prot, int flags, int fd, off_t offset, int *allocated, void **addr)}. */
    long map(HostCall call) {
        boolean isShared = (call.i32(2) & MAP_TYPE) == MAP_SHARED && (call.i32(1) & PROT_WRITE) != 0;
        if (!isShared) return kernel.call(call);
        Stat stat = descriptors.get(call.i32(3)).stat();
        int address = window.place(stat.device(), stat.inode(), call.i32(0), call.guest());
        if (address == SharedWindow.NO_ROOM) return -Errno.ENOMEM.number();
        call.memory().putInt(call.i32(5), 0);
        call.memory().putInt(call.i32(6), address);
        return 0;
    }
}
