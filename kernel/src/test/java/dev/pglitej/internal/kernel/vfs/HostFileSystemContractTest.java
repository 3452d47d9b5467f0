package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.vfs.host.HostFileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class HostFileSystemContractTest extends FileSystemContract {

    @TempDir
    Path directory;

    @Override
    Posix emptyRoot() throws Exception {
        return MountedPosix.on(HostFileSystem.open(directory));
    }
}
