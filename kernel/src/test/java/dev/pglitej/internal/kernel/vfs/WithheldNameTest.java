package dev.pglitej.internal.kernel.vfs;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_CREAT;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.host.HostFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file that has its name for guests at once, and on the host when it is given. */
@EnabledOnOs(OS.LINUX)
class WithheldNameTest {
    @TempDir
    Path inside;

    private HostFileSystem files;
    private MountTable mounts;
    private Directory root;

    @BeforeEach
    void begin() throws IOException {
        files = HostFileSystem.open(inside);
        files.withholdName("d", "control", "control.new");
        mounts = new MountTable(files);
        root = mounts.root();
        mounts.makeDirectory(root, "d", 0700);
    }

    @Test
    void guestsKnowItByItsNameAlone() {
        mounts.open(root, "d/control", O_RDWR | O_CREAT, 0600).close();

        assertThat(root.lookup("d").asDirectory().entries())
                .extracting(DirectoryEntry::name)
                .containsExactly("control");
        assertThat(mounts.resolve(root, "d/control").stat().size()).isZero();
        assertFailsWith(Errno.ENOENT, () -> mounts.open(root, "d/control.new", O_RDONLY, 0));
        assertFailsWith(Errno.EACCES, () -> mounts.open(root, "d/control.new", O_RDWR | O_CREAT, 0600));
        assertThat(inside.resolve("d/control")).doesNotExist();
        assertThat(inside.resolve("d/control.new")).exists();
    }

    @Test
    void otherDirectoriesAreAsEver() {
        mounts.makeDirectory(root, "e", 0700);
        mounts.open(root, "e/control", O_RDWR | O_CREAT, 0600).close();
        mounts.open(root, "e/control.new", O_RDWR | O_CREAT, 0600).close();

        assertThat(inside.resolve("e/control")).exists();
        assertThat(inside.resolve("e/control.new")).exists();
    }

    @Test
    void aFileThatIsOpenWhenItGetsItsNameStaysOpen() throws IOException {
        OpenFile file = mounts.open(root, "d/control", O_RDWR | O_CREAT, 0600);

        files.giveName();
        file.write(ByteBuffer.wrap(new byte[] {'a'}), 0);

        assertThat(file.stat().size()).isEqualTo(1);
        assertThat(mounts.resolve(root, "d/control").stat().size()).isEqualTo(1);
        assertThat(inside.resolve("d/control")).hasContent("a");
        assertThat(inside.resolve("d/control.new")).doesNotExist();
        file.close();
    }

    @Test
    void itMayBeRenamedAndReplacedMeanwhile() throws IOException {
        mounts.open(root, "d/control", O_RDWR | O_CREAT, 0600).close();
        mounts.rename(root, "d/control", root, "d/old");
        mounts.rename(root, "d/old", root, "d/control");

        files.giveName();

        assertThat(inside.resolve("d")).isDirectoryContaining(path -> path.endsWith("control"));
        assertThat(inside.resolve("d")).isDirectoryNotContaining(path -> !path.endsWith("control"));
    }
}
