package dev.pglitej.internal.kernel.vfs.host;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_CREAT;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a guest gets when the host refuses. Some files of Linux itself refuse writes to every user, also to root. */
@EnabledOnOs(OS.LINUX)
final class RefusingHostTest {
    private static final Path PROCESSORS = Path.of("/sys/devices/system/cpu");
    private static final Path OWN_PROCESS = Path.of("/proc/self");

    @TempDir
    private Path directory;

    private static Directory in(Path directory) throws IOException {
        return HostFileSystem.open(directory).root();
    }

    private static String read(OpenFile file) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1000);
        file.read(buffer, 0);
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return new String(bytes, UTF_8);
    }

    @Test
    void aFileThatNobodyMayWriteToIsOpenedForReadingAlone() throws IOException {
        Inode online = in(PROCESSORS).lookup("online");

        try (OpenFile file = online.open(O_RDONLY)) {
            assertThat(read(file)).isEqualTo(Files.readString(PROCESSORS.resolve("online")));
            assertThatThrownBy(() -> online.open(O_RDWR))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isIn(Errno.EACCES, Errno.EROFS));
        }
    }

    @Test
    void aFileThatTheHostExecutesIsOpenedForReadingAlone() throws Exception {
        Path program = Files.copy(Path.of("/bin/sleep"), directory.resolve("program"));
        Process running = new ProcessBuilder(program.toString(), "60").start();
        try {
            Inode inode = in(directory).lookup("program");

            try (OpenFile file = inode.open(O_RDONLY)) {
                assertThat(file.size()).isEqualTo(Files.size(program));
                assertFailsWith(Errno.ETXTBSY, () -> inode.open(O_RDWR));
            }
        } finally {
            running.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
        }
    }

    /** The memory of this process has nothing at address 0. */
    @Test
    void anErrorOfTheDeviceIsTheGuestsErrorWithTheHostsOwnAsItsCause() throws IOException {
        try (OpenFile memory = in(OWN_PROCESS).lookup("mem").open(O_RDONLY)) {
            assertThatThrownBy(() -> memory.read(ByteBuffer.allocateDirect(1), 0))
                    .hasMessageContaining("EIO")
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void aModeThatTheHostDoesNotLetAnybodyChangeStaysAsItIs() throws IOException {
        Inode status = in(OWN_PROCESS).lookup("status");

        assertFailsWith(Errno.EPERM, () -> status.changeMode(0777));
        try (OpenFile file = status.open(O_RDONLY)) {
            assertFailsWith(Errno.EPERM, () -> file.changeMode(0777));
        }
    }

    /** Java encodes names as the locale says, and no encoding has half of a surrogate pair. */
    @Test
    void aNameThatTheHostsEncodingDoesNotHaveIsRefused() throws IOException {
        Directory root = in(directory);

        assertFailsWith(Errno.EILSEQ, () -> root.find("\ud800"));
        assertFailsWith(Errno.EILSEQ, () -> root.createFile("\ud800", 0600, O_RDWR | O_CREAT));
    }

    @Test
    void filesOfAnotherDirectoryAreNeitherLinkedNorMovedIntoThisOne() throws IOException {
        Directory root = in(Files.createDirectory(directory.resolve("one")));
        Directory other = in(Files.createDirectory(directory.resolve("two")));
        OpenFile file = other.createFile("file", 0600, O_RDWR);

        assertFailsWith(Errno.EXDEV, () -> root.link("link", file.inode()));
        assertFailsWith(Errno.EXDEV, () -> other.rename("file", root, "file"));

        file.close();
        assertThat(root.entries()).isEmpty();
    }
}
