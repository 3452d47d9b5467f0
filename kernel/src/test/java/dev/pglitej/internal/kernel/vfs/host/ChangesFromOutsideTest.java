package dev.pglitej.internal.kernel.vfs.host;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_CREAT;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.Symlink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a guest gets when another program of the host changes the directory at the same time. */
@EnabledOnOs(OS.LINUX)
final class ChangesFromOutsideTest {
    @TempDir
    private Path outside;

    private HostFileSystem files;
    private MountTable mounts;
    private Directory root;

    @BeforeEach
    void begin() throws IOException {
        use(new HostChannels(100, () -> true));
    }

    private void use(HostChannels channels) throws IOException {
        files = HostFileSystem.open(Set.of(), outside, channels);
        mounts = new MountTable(files);
        root = mounts.root();
    }

    private OpenFile create(String path) {
        return mounts.open(root, path, O_RDWR | O_CREAT, 0600);
    }

    private static ByteBuffer one() {
        return ByteBuffer.allocateDirect(1);
    }

    @Test
    void aDirectoryThatIsGoneTakesNoNewNamesAndHasNoOldOnes() throws IOException {
        Directory gone = root.makeDirectory("gone", 0700);
        Inode file = create("file").inode();
        Files.delete(outside.resolve("gone"));

        assertFailsWith(Errno.ENOENT, () -> gone.createFile("new", 0600, O_RDWR));
        assertFailsWith(Errno.ENOENT, () -> gone.makeDirectory("new", 0700));
        assertFailsWith(Errno.ENOENT, () -> gone.makeSymlink("new", "target"));
        assertFailsWith(Errno.ENOENT, () -> gone.link("new", file));
        assertFailsWith(Errno.ENOENT, () -> root.rename("file", gone, "new"));
        assertFailsWith(Errno.ENOENT, gone::entries);
        assertThat(gone.find("old")).isNull();
        assertThat(outside.resolve("file")).exists();
    }

    @Test
    void anOpenDirectoryThatIsGoneCannotBeSynced() throws IOException {
        OpenFile gone = root.makeDirectory("gone", 0700).open(O_RDONLY);
        Files.delete(outside.resolve("gone"));

        assertFailsWith(Errno.ENOENT, () -> gone.sync(false));
    }

    @Test
    void namesBelowADirectoryThatAFileHasReplacedAreRefused() throws IOException {
        Directory replaced = root.makeDirectory("d", 0700);
        Files.delete(outside.resolve("d"));
        Files.createFile(outside.resolve("d"));

        assertFailsWith(Errno.ENOTDIR, () -> replaced.find("name"));
    }

    @Test
    void aFileSystemWhoseDirectoryIsGoneHasNoSpace() throws IOException {
        Files.delete(outside);

        assertFailsWith(Errno.ENOENT, files::stat);

        Files.createDirectory(outside);
    }

    @Test
    void aLinkThatIsGoneHasNoTarget() throws IOException {
        mounts.makeSymlink("target", root, "link");
        Symlink link = (Symlink) root.lookup("link");
        Files.delete(outside.resolve("link"));

        assertFailsWith(Errno.ENOENT, link::target);
    }

    @Test
    void theAttributesOfAFileThatIsGoneCannotBeChanged() throws IOException {
        Inode file = create("file").inode();
        Files.delete(outside.resolve("file"));

        assertFailsWith(Errno.ENOENT, () -> file.changeMode(0640));
        assertFailsWith(Errno.ENOENT, () -> file.changeTimes(0, 0));
    }

    @Test
    void anOpenFileThatIsGoneOrReplacedCanBeReadAndSaysThatItIsStale() throws IOException {
        OpenFile file = create("file");
        file.write(one().put(0, (byte) 7), 0);
        Files.delete(outside.resolve("file"));
        Files.writeString(outside.resolve("file"), "another");
        ByteBuffer back = one();

        assertThat(file.read(back, 0)).isEqualTo(1);
        assertThat(back.get(0)).isEqualTo((byte) 7);
        assertThatThrownBy(file::stat)
                .hasMessageContaining("ESTALE")
                .cause()
                .hasMessage("file was removed or replaced on the host while the database had it open");
        assertFailsWith(Errno.EOPNOTSUPP, () -> file.changeTimes(0, 0));
    }

    /** Without a descriptor of the host, its bytes are lost, and the bytes of the other file must not be taken for them. */
    @Test
    void aFileThatGaveItsDescriptorUpAndWasReplacedCannotBeOpenedAgain() throws IOException {
        use(new HostChannels(2, () -> true));
        OpenFile file = create("file");
        List<OpenFile> others = new ArrayList<>();
        for (int i = 0; i < 6; i++) others.add(create("other" + i));
        Path another = Files.writeString(outside.resolve("another"), "another");
        Files.move(another, outside.resolve("file"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> file.read(one(), 0))
                .hasMessageContaining("EIO")
                .cause()
                .hasMessageContaining("has no name by which to open it again");

        file.close();
        others.forEach(OpenFile::close);
    }
}
