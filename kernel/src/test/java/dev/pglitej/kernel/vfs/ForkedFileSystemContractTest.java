package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.time.FakeClock;

/** The contract on a fork, all of whose nodes are shared at the beginning. */
class ForkedFileSystemContractTest extends FileSystemContract {

    @Override
    Posix emptyRoot() {
        return MountedPosix.on(new MemoryFileSystem(new FakeClock(), Capacity.unlimited()).fork());
    }
}
