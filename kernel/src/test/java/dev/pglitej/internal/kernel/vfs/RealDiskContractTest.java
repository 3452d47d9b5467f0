package dev.pglitej.internal.kernel.vfs;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The reference: whether the contract is what Linux does. */
@EnabledOnOs(OS.LINUX)
class RealDiskContractTest extends FileSystemContract {

    @TempDir
    Path directory;

    @Override
    Posix emptyRoot() {
        return new DiskPosix(directory);
    }
}
