package dev.pglitej.internal.kernel.vfs.memory;

import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CapacityTest {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private final Capacity capacity = Capacity.of(16 * MIB, CapacityTest::claim);
    private final MemoryFileSystem files = new MemoryFileSystem(new FakeClock(), capacity);

    private static Claim claim(Claim ofDirectory, String name, FileType type) {
        return switch (name) {
            case "log" -> Claim.UNREFUSED;
            case "small" -> Claim.RESERVED;
            default -> ofDirectory;
        };
    }

    @AfterEach
    void close() {
        files.close();
    }

    private OpenFile create(String directory, String name) {
        Inode found = files.root().find(directory);
        Directory in = found == null ? files.root().makeDirectory(directory, 0700) : found.asDirectory();
        return in.createFile(name, 0600, OpenFlags.O_RDWR);
    }

    private static ByteBuffer ones(int size) {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) bytes.put((byte) 1);
        return bytes.flip();
    }

    @Test
    void anEighthIsKeptForThoseWhoMayHaveIt() {
        OpenFile ordinary = create("data", "table");

        assertThat(ordinary.write(ones(20 * MIB), 0)).isEqualTo(14 * MIB);

        assertFailsWith(Errno.ENOSPC, () -> ordinary.write(ones(KIB), 14 * MIB));
        assertThat(create("small", "file").write(ones(20 * MIB), 0)).isEqualTo(2 * MIB);
    }

    @Test
    void theBeginningOfAFileMayComeFromWhatIsKept() {
        create("data", "table").write(ones(20 * MIB), 0);

        assertThat(create("data", "another").write(ones(MIB), 0)).isEqualTo(64 * KIB);
    }

    @Test
    void whatIsNeverRefusedCountsAllTheSame() {
        OpenFile log = create("log", "segment");

        assertThat(log.write(ones(20 * MIB), 0)).isEqualTo(20 * MIB);

        assertFailsWith(Errno.ENOSPC, () -> create("data", "table").write(ones(KIB), 0));
        log.truncate(0);
        assertThat(create("data", "other").write(ones(MIB), 0)).isEqualTo(MIB);
    }

    @Test
    void claimsFollowFromThePlaceWhereAFileIsMet() {
        create("data", "table").write(ones(20 * MIB), 0);
        Directory below = files.root().makeDirectory("log", 0700).makeDirectory("below", 0700);
        below.createFile("file", 0600, OpenFlags.O_RDWR).close();

        OpenFile file =
                below.makeDirectory("deeper", 0700).parent().lookup("file").open(OpenFlags.O_RDWR);

        assertThat(file.write(ones(4 * MIB), 0)).isEqualTo(4 * MIB);
    }

    @Test
    void fileSystemsOfOneDatabaseShareWhatTheyMayHave() {
        create("data", "table").write(ones(10 * MIB), 0);

        try (MemoryFileSystem other = new MemoryFileSystem(new FakeClock(), capacity)) {
            OpenFile file = other.root().createFile("file", 0600, OpenFlags.O_RDWR);
            assertThat(file.write(ones(10 * MIB), 0)).isEqualTo(4 * MIB);
        }
        assertThat(capacity.used()).isEqualTo(10 * MIB);
    }

    @Test
    void aForkCountsWhatItHasFromTheBeginning() {
        create("data", "table").write(ones(10 * MIB), 0);
        Capacity smaller = Capacity.of(8 * MIB);

        try (MemoryFileSystem fork = files.fork(smaller)) {
            OpenFile file =
                    fork.root().lookup("data").asDirectory().lookup("table").open(OpenFlags.O_RDWR);

            assertThat(smaller.used()).isEqualTo(10 * MIB);
            assertThat(file.write(ones(10 * MIB), 0)).isEqualTo(10 * MIB);
            assertFailsWith(Errno.ENOSPC, () -> file.write(ones(KIB), 10 * MIB));
        }
        assertThat(smaller.used()).isZero();
    }
}
