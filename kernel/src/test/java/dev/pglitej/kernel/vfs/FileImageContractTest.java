package dev.pglitej.kernel.vfs;

import dev.pglitej.kernel.time.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract in an empty directory that came out of an image. */
class FileImageContractTest extends FileSystemContract {

    @TempDir
    Path directory;

    @Override
    Posix emptyRoot() throws IOException {
        MemoryFileSystem origin = new MemoryFileSystem(new FakeClock(), Capacity.unlimited());
        origin.root().makeDirectory("empty", 0755);
        Path file = directory.resolve("image");
        FileImage.write(origin, file);
        FileSystem over = MemoryFileSystem.over(FileImage.open(file), new FakeClock(), Capacity.unlimited());
        MountTable mounts = new MountTable(over);
        return new MountedPosix(mounts, mounts.directory(mounts.root(), "/empty"));
    }
}
