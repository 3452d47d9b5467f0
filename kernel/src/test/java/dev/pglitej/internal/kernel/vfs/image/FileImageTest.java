package dev.pglitej.internal.kernel.vfs.image;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.Symlink;
import dev.pglitej.internal.kernel.vfs.fixed.Devices;
import dev.pglitej.internal.kernel.vfs.host.HostFileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileImageTest {

    private static final int BLOCK = FileImage.BLOCK;

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final MemoryFileSystem origin = new MemoryFileSystem(clock, Capacity.unlimited());

    private static void write(FileSystem fileSystem, String name, byte[] bytes) {
        try (OpenFile file = fileSystem.root().createFile(name, 0600, O_RDWR)) {
            file.write(ByteBuffer.wrap(bytes), 0);
        }
    }

    private static byte[] read(Inode inode) {
        try (OpenFile file = inode.open(O_RDONLY)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect((int) file.size());
            file.read(bytes, 0);
            byte[] array = new byte[bytes.flip().remaining()];
            bytes.get(array);
            return array;
        }
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Path saved() throws IOException {
        Path file = directory.resolve("image");
        FileImage.write(origin, file);
        return file;
    }

    private FileImage image() throws IOException {
        return FileImage.open(saved());
    }

    private MemoryFileSystem over(FileImage image) {
        return MemoryFileSystem.over(image.nodes(), clock, Capacity.unlimited());
    }

    @Test
    void contentsOfEveryLengthAreReadBack() throws IOException {
        int[] lengths = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 77};
        for (int length : lengths) write(origin, "f" + length, random(length, length));

        MemoryFileSystem opened = over(image());

        for (int length : lengths) {
            assertThat(read(opened.root().lookup("f" + length))).isEqualTo(random(length, length));
        }
    }

    @Test
    void modesOwnersTimesLinksAndTreeAreAsTheyWere() throws IOException {
        Directory outer = origin.root().makeDirectory("outer", 0750);
        Directory inner = outer.makeDirectory("inner", 01777);
        inner.makeSymlink("link", "../äöü");
        write(origin, "file", new byte[] {1});
        Inode file = origin.root().lookup("file");
        inner.link("second", file);
        file.changeMode(04640);
        file.changeOwner(12, 34);
        clock.advance(5);
        file.changeTimes(1_000_000_001L, -7L);
        outer.changeTimes(3, 4);

        Directory root = over(image()).root();

        Directory openedOuter = root.lookup("outer").asDirectory();
        Directory openedInner = openedOuter.lookup("inner").asDirectory();
        assertThat(facts(openedOuter)).isEqualTo(facts(outer));
        assertThat(facts(openedInner)).isEqualTo(facts(inner));
        assertThat(facts(root.lookup("file"))).isEqualTo(facts(file));
        assertThat(facts(root)).isEqualTo(facts(origin.root()));
        assertThat(root.lookup("file").isSameFile(openedInner.lookup("second"))).isTrue();
        assertThat(((Symlink) openedInner.lookup("link")).target()).isEqualTo("../äöü");
        assertThat(openedInner.parent().isSameFile(openedOuter)).isTrue();
        assertThat(openedInner.name()).isEqualTo("inner");
        assertThat(openedInner.entries()).extracting(DirectoryEntry::name).containsExactly("link", "second");
    }

    /** All of a stat but what names the place: numbers of device and inode, and the space in use, which is none over an image. */
    private static Stat facts(Inode inode) {
        Stat stat = inode.stat();
        return stat.with()
                .file(0, 0)
                .specialDevice(0)
                .space(stat.blockSize(), 0)
                .build();
    }

    @Test
    void theSameBlockIsKeptOnceAndHolesNotAtAll() throws IOException {
        byte[] page = random(1, BLOCK);
        for (String name : new String[] {"template0", "template1", "postgres"}) write(origin, name, page);
        try (OpenFile wal = origin.root().createFile("wal", 0600, O_RDWR)) {
            wal.truncate(16L << 20);
            wal.write(ByteBuffer.wrap(page), 8L << 20);
            wal.write(ByteBuffer.wrap(new byte[] {9}), 12L << 20);
        }

        FileImage image = image();

        assertThat(image.blockCount()).isEqualTo(2);
        byte[] wal = read(over(image).root().lookup("wal"));
        assertThat(wal).hasSize(16 << 20);
        assertThat(wal[(8 << 20) + 3]).isEqualTo(page[3]);
        assertThat(wal[12 << 20]).isEqualTo((byte) 9);
        assertThat(wal[(12 << 20) + 1]).isZero();
    }

    @Test
    void fileSystemsOverOneImageTakeMemoryForTheirOwnChangesAlone() throws IOException {
        write(origin, "file", random(1, 4 * BLOCK));
        FileImage image = image();
        MemoryFileSystem one = MemoryFileSystem.over(image.nodes(), clock, Capacity.of(2 * BLOCK));
        MemoryFileSystem other = MemoryFileSystem.over(image.nodes(), clock, Capacity.of(2 * BLOCK));

        try (OpenFile file = one.root().lookup("file").open(O_RDWR)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), BLOCK + 5);
            file.truncate(2 * BLOCK + 1);
        }
        one.root().rename("file", one.root(), "renamed");

        byte[] expected = Arrays.copyOf(random(1, 4 * BLOCK), 2 * BLOCK + 1);
        System.arraycopy(new byte[] {1, 2, 3}, 0, expected, BLOCK + 5, 3);
        assertThat(read(one.root().lookup("renamed"))).isEqualTo(expected);
        assertThat(one.stat().freeBlocks()).isEqualTo(1);
        assertThat(read(other.root().lookup("file"))).isEqualTo(random(1, 4 * BLOCK));
        assertThat(other.stat().freeBlocks()).isEqualTo(2);
        assertThat(read(over(image).root().lookup("file"))).isEqualTo(random(1, 4 * BLOCK));
    }

    @Test
    void aChangedFileSystemOverAnImageCanBeWrittenToAnImageAgain() throws IOException {
        write(origin, "file", random(1, 4 * BLOCK));
        MemoryFileSystem changed = over(image());
        try (OpenFile file = changed.root().lookup("file").open(O_RDWR)) {
            file.write(ByteBuffer.wrap(random(2, BLOCK)), BLOCK);
        }
        write(changed, "new", new byte[] {7});
        Path second = directory.resolve("second");

        FileImage.write(changed, second);

        MemoryFileSystem opened = over(FileImage.open(second));
        byte[] expected = random(1, 4 * BLOCK);
        System.arraycopy(random(2, BLOCK), 0, expected, BLOCK, BLOCK);
        assertThat(read(opened.root().lookup("file"))).isEqualTo(expected);
        assertThat(read(opened.root().lookup("new"))).containsExactly(7);
    }

    @Test
    void aDirectoryOnDiskBecomesAnImageToo() throws IOException {
        Path tree = directory.resolve("tree");
        Path below = Files.createDirectories(tree.resolve("sub")).resolve("file");
        Files.write(below, random(3, 3 * BLOCK));
        Files.createLink(tree.resolve("again"), below);
        Path file = directory.resolve("image");

        try (FileSystem host = HostFileSystem.open(tree)) {
            FileImage.write(host, file);
        }

        Directory root = over(FileImage.open(file)).root();
        assertThat(read(root.lookup("again"))).isEqualTo(random(3, 3 * BLOCK));
        assertThat(root.lookup("again")
                        .isSameFile(root.lookup("sub").asDirectory().lookup("file")))
                .isTrue();
    }

    @Test
    void anImageCanLieWithinALargerFile() throws IOException {
        write(origin, "file", "contents".getBytes(UTF_8));
        Path file = directory.resolve("container");

        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            channel.position(3L * BLOCK);
            long length = FileImage.write(origin, channel);
            assertThat(channel.position()).isEqualTo(3L * BLOCK + length);
            channel.write(ByteBuffer.wrap(new byte[100]));

            FileImage image = FileImage.open("part of container", channel, 3L * BLOCK);
            image.verify();
            assertThat(read(over(image).root().lookup("file"))).asString(UTF_8).isEqualTo("contents");
        }
    }

    @Test
    void anImageStaysReadableWhenItsFileHasBeenRemoved() throws IOException {
        write(origin, "file", random(1, 100));
        Path file = saved();
        FileImage image = FileImage.open(file);

        Files.delete(file);

        assertThat(read(over(image).root().lookup("file"))).isEqualTo(random(1, 100));
    }

    @Test
    void aDeviceCannotBeWrittenAndLeavesNoFileBehind() throws IOException {
        FileSystem devices = Devices.fileSystem(new Random(1), 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileImage.write(devices, directory.resolve("image")))
                .withMessageContaining("CHARACTER_DEVICE");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void otherFilesAndOtherVersionsAreRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "x".repeat(100));
        assertRefused(text, "text is not an image of a file system");
        assertRefused(Files.write(text, new byte[3]), "text is not an image of a file system");

        Path image = saved();
        overwrite(image, 8, 99);
        assertRefused(image, "image is an image of version 99, but this is version 2; make it again");
    }

    @Test
    void damageToHeaderIndexAndContentsIsNoticed() throws IOException {
        write(origin, "file", random(1, 2 * BLOCK));

        Path header = saved();
        overwrite(header, 33, 1);
        assertRefused(header, "image is damaged: the checksum of its header does not match");

        Path index = saved();
        overwrite(index, (int) Files.size(index) - 1, 0x55);
        assertRefused(index, "image is damaged: the checksum of its index does not match");

        Path contents = saved();
        FileImage.open(contents).verify();
        overwrite(contents, 2 * BLOCK + 17, 0x55);
        FileImage damaged = FileImage.open(contents);
        assertThatExceptionOfType(FileImageException.class)
                .isThrownBy(damaged::verify)
                .withMessageContaining("the checksum of block 2 of 2 does not match");
    }

    @Test
    void anImageCutShortIsRefusedWhereverTheCutIs() throws IOException {
        write(origin, "file", random(1, 2 * BLOCK));
        long length = Files.size(saved());

        for (long cut : new long[] {length - 1, 2 * BLOCK, BLOCK, 100}) {
            Path file = saved();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(cut);
            }
            assertRefused(file, "image is incomplete: it has " + cut + " bytes of " + length);
        }
    }

    /** The JVM reports the missing pages, which the system does not have, as an InternalError. */
    @Test
    void anImageThatIsCutShortWhileItIsMappedIsAnErrorOfTheDiskToItsReaders() throws IOException {
        write(origin, "file", random(1, 100 * BLOCK));
        Path file = saved();
        MemoryFileSystem opened = over(FileImage.open(file));
        try (OpenFile cut = opened.root().lookup("file").open(O_RDONLY);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(BLOCK);
            channel.truncate(BLOCK);

            assertFailsWith(Errno.EIO, () -> cut.read(bytes, 50 * BLOCK));
        }
    }

    @Test
    void nothingIsLeftOfAFileSystemThatIsClosedButTheImage() throws IOException {
        write(origin, "file", random(1, 10));
        FileImage image = image();
        MemoryFileSystem closed = over(image);

        closed.close();

        assertFailsWith(Errno.EIO, () -> closed.root().entries());
        assertThat(read(over(image).root().lookup("file"))).isEqualTo(random(1, 10));
    }

    private static void overwrite(Path file, int position, int value) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(position);
            int old = bytes.read();
            bytes.seek(position);
            bytes.write(old == value ? value ^ 1 : value);
        }
    }

    private static void assertRefused(Path file, String message) {
        assertThatExceptionOfType(FileImageException.class)
                .isThrownBy(() -> FileImage.open(file))
                .withMessageContaining(message);
    }
}
