package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.image.FileImage;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
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
        FileSystem over = MemoryFileSystem.over(FileImage.open(file).nodes(), new FakeClock(), Capacity.unlimited());
        MountTable mounts = new MountTable(over);
        return new MountedPosix(mounts, mounts.directory(mounts.root(), "/empty"));
    }
}
