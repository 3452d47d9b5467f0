package dev.pglitej.internal.fork;

import dev.pglitej.internal.engine.EngineException;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFault;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.fork.SharedFileTable.SharedFile;
import dev.pglitej.internal.imports.LateImports;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.pg.PgFunction;
import java.util.HashMap;
import java.util.Map;

/**
 * The files that a process maps shared and writable: PostgreSQL's dynamic shared memory. Each mapping lies at the file's own place behind
 * the process's memory, or in its heap if that has room. The kernel maps files that are only read, such as ICU's data. Confined to the
 * thread that runs the process, and afterwards to the thread that closes it.
 */
public final class SharedFiles implements AutoCloseable {
    public static final String MMAP = "_mmap_js";
    public static final String MUNMAP = "_munmap_js";
    public static final String UNLINK = "__syscall_unlinkat";

    private static final int PROT_WRITE = 0x2;
    private static final int MAP_SHARED = 0x1;
    private static final int MAP_TYPE = 0x3;
    private static final int GRANULE = 65536;

    private final DescriptorTable descriptors;
    private final SharedFileTable table;
    private final Guest guest;
    private final HostFunction kernelMap;
    private final HostFunction kernelUnmap;
    private final HostFunction kernelUnlink;
    /** By the addresses. */
    private final Map<Integer, SharedFile> mappings = new HashMap<>();

    /** Whether this is the first process, before {@link #bequeath}. */
    private boolean isToBequeath;

    /** @param imports of the guest; they have the kernel's functions for mappings that are not shared */
    public SharedFiles(DescriptorTable descriptors, SharedFileTable table, Guest guest, LateImports imports) {
        this.descriptors = descriptors;
        this.table = table;
        this.guest = guest;
        this.kernelMap = imports.original(MMAP);
        this.kernelUnmap = imports.original(MUNMAP);
        this.kernelUnlink = imports.original(UNLINK);
    }

    /** For the first process, which maps files for all processes until {@link #bequeath}. */
    public static SharedFiles ofFirst(
            DescriptorTable descriptors, SharedFileTable table, Guest guest, LateImports imports) {
        SharedFiles files = new SharedFiles(descriptors, table, guest, imports);
        files.isToBequeath = true;
        return files;
    }

    /** {@code int _mmap_js(size_t len, int prot, int flags, int fd, off_t offset, int *allocated, void **addr)}. */
    public long map(HostCall call) {
        boolean isShared = (call.i32(2) & MAP_TYPE) == MAP_SHARED && (call.i32(1) & PROT_WRITE) != 0;
        if (!isShared) return kernelMap.call(call);
        try {
            return share(call);
        } catch (ErrnoException e) {
            return -e.errno().number();
        } catch (GuestFault e) {
            return -Errno.EFAULT.number();
        }
    }

    private long share(HostCall call) {
        if (call.i32(0) <= 0) return -Errno.ENOMEM.number();
        if (call.i64(4) != 0) return -Errno.EINVAL.number();
        int address = map(descriptors.get(call.i32(3)), call.i32(0));
        if (address == 0) return -Errno.ENOMEM.number();
        // Whether the C library frees the range after it has been unmapped. What all processes begin with stays mapped
        // in each.
        boolean isOfHeap = !isToBequeath && Integer.compareUnsigned(address, Guest.SHARED_FROM) < 0;
        call.memory().putInt(call.i32(5), isOfHeap ? 1 : 0);
        call.memory().putInt(call.i32(6), address);
        return 0;
    }

    /** The address; 0 if the process or the system has no room. */
    private int map(Description description, int length) {
        SharedFile file;
        try {
            file = table.map(description, length);
        } catch (EngineException e) {
            return 0;
        }
        int address = length > file.memory().size() ? 0 : map(file);
        if (address == 0) table.unmap(file);
        else mappings.put(address, file);
        return address;
    }

    private int map(SharedFile file) {
        // A mapping that all processes begin with must lie in the memory of the image.
        if (isToBequeath || file.place() == 0 || mappings.containsKey(file.place())) return reserve(file);
        try {
            guest.mapShared(file.memory(), file.place());
            return file.place();
        } catch (EngineException e) {
            return 0;
        }
    }

    private int reserve(SharedFile file) {
        int length = Math.toIntExact(file.memory().size());
        int address = (int) PgFunction.MEMALIGN.call(guest, GRANULE, length);
        if (address == 0) return 0;
        try {
            guest.mapShared(file.memory(), address);
            return address;
        } catch (EngineException e) {
            PgFunction.FREE.call(guest, address);
            return 0;
        }
    }

    /** Whether another file of this length could be mapped by all processes. */
    public boolean hasRoomFor(long length) {
        return table.hasRoomFor(length);
    }

    /** {@code int _munmap_js(void *addr, size_t len, int prot, int flags, int fd, off_t offset)}. */
    public long unmap(HostCall call) {
        SharedFile file = mappings.remove(call.i32(0));
        if (file == null) return kernelUnmap.call(call);
        unmap(call.i32(0), file);
        return 0;
    }

    private void unmap(int address, SharedFile file) {
        try {
            if (!guest.isClosed()) guest.unmapShared(address);
        } finally {
            table.unmap(file);
        }
    }

    /** {@code int __syscall_unlinkat(int dirfd, const char *path, int flags)}. */
    public long unlink(HostCall call) {
        long result = kernelUnlink.call(call);
        table.removeGone();
        return result;
    }

    /** Lets all other processes begin with the mappings of this one, which has to keep them. */
    public void bequeath(SharedSegments segments) {
        mappings.forEach((address, file) -> {
            segments.add(file.memory(), address);
            table.inherit(file);
        });
        mappings.clear();
        isToBequeath = false;
    }

    /** Removes all mappings from the process's memory. Call it after the end of the process, and before another process gets its memory. */
    @Override
    public void close() {
        mappings.forEach(this::unmap);
        mappings.clear();
    }
}
