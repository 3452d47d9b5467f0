package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;

/** The contract on a fork, all of whose nodes are shared at the beginning. */
class ForkedFileSystemContractTest extends FileSystemContract {

    @Override
    Posix emptyRoot() {
        return MountedPosix.on(new MemoryFileSystem(new FakeClock(), Capacity.unlimited()).fork());
    }
}
