package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;

class MemoryFileSystemContractTest extends FileSystemContract {

    @Override
    Posix emptyRoot() {
        return MountedPosix.on(new MemoryFileSystem(new FakeClock(), Capacity.unlimited()));
    }
}
