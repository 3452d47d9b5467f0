package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.time.FakeClock;

class MemoryFileSystemContractTest extends FileSystemContract {

    @Override
    Posix emptyRoot() {
        return MountedPosix.on(new MemoryFileSystem(new FakeClock(), Capacity.unlimited()));
    }
}
