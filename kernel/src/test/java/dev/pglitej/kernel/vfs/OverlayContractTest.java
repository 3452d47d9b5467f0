package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.time.FakeClock;
import java.nio.ByteBuffer;

/** The contract in an empty directory of the image below. */
class OverlayContractTest extends FileSystemContract {

    @Override
    Posix emptyRoot() {
        FixedFileSystem lower = FixedFileSystem.builder(0)
                .file("share/file", 0644, ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .directory("empty", 0755)
                .build();
        MountTable mounts = new MountTable(MemoryFileSystem.over(lower, new FakeClock(), Capacity.unlimited()));
        return new MountedPosix(mounts, mounts.directory(mounts.root(), "/empty"));
    }
}
