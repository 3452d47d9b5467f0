package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.fixed.FixedFileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.nio.ByteBuffer;

/** The contract in an empty directory of the image below. */
class OverlayContractTest extends FileSystemContract {

    @Override
    Posix emptyRoot() {
        FixedFileSystem lower = FixedFileSystem.builder(0)
                .file("share/file", 0644, ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .directory("empty", 0755)
                .build();
        MountTable mounts = new MountTable(MemoryFileSystem.over(lower.nodes(), new FakeClock(), Capacity.unlimited()));
        return new MountedPosix(mounts, mounts.directory(mounts.root(), "/empty"));
    }
}
