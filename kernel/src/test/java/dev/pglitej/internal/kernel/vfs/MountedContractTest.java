package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;

/** The contract on a file system that is mounted within another. */
class MountedContractTest extends FileSystemContract {

    @Override
    Posix emptyRoot() {
        MountTable mounts = new MountTable(new MemoryFileSystem(new FakeClock(), Capacity.unlimited()));
        mounts.makeDirectory(mounts.root(), "mnt", 0755);
        mounts.mount("/mnt", new MemoryFileSystem(new FakeClock(), Capacity.unlimited()));
        return new MountedPosix(mounts, mounts.directory(mounts.root(), "/mnt"));
    }
}
