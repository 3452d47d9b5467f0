package dev.pglitej.internal.kernel.vfs.host;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_CREAT;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.FileSystemStat;
import dev.pglitej.internal.kernel.vfs.FileType;
import dev.pglitej.internal.kernel.vfs.Inode;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class HostFileSystemTest {

    @TempDir
    Path outside;

    private Path inside;
    private MountTable mounts;
    private Directory root;

    @BeforeEach
    void begin() throws IOException {
        inside = Files.createDirectory(outside.resolve("inside"));
        mounts = new MountTable(HostFileSystem.open(inside));
        root = mounts.root();
    }

    private OpenFile open(String path, int flags) {
        return mounts.open(root, path, flags, 0600);
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length);
        for (int value : values) buffer.put((byte) value);
        return buffer.flip();
    }

    @Test
    void whatIsWrittenIsOnTheDisk() throws IOException {
        try (OpenFile file = open("file", O_RDWR | O_CREAT)) {
            file.write(bytes(1, 2, 3), 0);
            file.sync(true);
            file.sync(false);
        }
        try (OpenFile directory = open(".", O_RDONLY)) {
            directory.sync(false);
        }

        assertThat(Files.readAllBytes(inside.resolve("file"))).containsExactly(1, 2, 3);
    }

    @Test
    void linksOfTheHostDoNotLeadOutside() throws IOException {
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(inside.resolve("relative"), Path.of("../secret"));
        Files.createSymbolicLink(inside.resolve("absolute"), outside.resolve("secret"));
        Files.createSymbolicLink(inside.resolve("up"), outside);

        assertFailsWith(Errno.ENOENT, () -> open("relative", O_RDONLY));
        assertFailsWith(Errno.ENOENT, () -> open("absolute", O_RDONLY));
        assertFailsWith(Errno.ENOENT, () -> open("up/secret", O_RDONLY));
        assertFailsWith(Errno.ENOENT, () -> open("../../secret", O_RDONLY));
        assertFailsWith(Errno.ENOENT, () -> open("absolute", O_RDWR | O_CREAT));
        assertThat(outside.resolve("secret")).hasContent("secret");
    }

    @Test
    void hiddenNamesAreLeftOutOfListingsOfTheTopDirectoryAlone() throws IOException {
        Files.createFile(inside.resolve("lock"));
        Files.createFile(Files.createDirectory(inside.resolve("d")).resolve("lock"));

        Directory top = HostFileSystem.openHiding(Set.of("lock"), inside).root();

        assertThat(top.entries()).extracting(DirectoryEntry::name).containsExactly("d");
        assertThat(top.lookup("d").asDirectory().entries()).hasSize(1);
    }

    @Test
    void theDirectoryHasToBeOne() throws IOException {
        Path file = Files.createFile(outside.resolve("file"));

        assertThatThrownBy(() -> HostFileSystem.open(file)).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> HostFileSystem.open(outside.resolve("missing")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void allWhoOpenAFileShareOneDescriptorOfTheHost() throws IOException {
        long before = descriptors();
        OpenFile[] files = new OpenFile[20];
        for (int i = 0; i < files.length; i++) files[i] = open("file", i == 0 ? O_RDONLY | O_CREAT : O_RDWR);
        assertThat(descriptors()).isEqualTo(before + 1);

        for (OpenFile file : files) {
            file.close();
            file.close();
        }

        assertThat(descriptors()).isEqualTo(before);
    }

    /** How many descriptors of this process refer to the directory under test. */
    private long descriptors() throws IOException {
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.filter(link -> {
                        try {
                            return Files.readSymbolicLink(link).startsWith(inside);
                        } catch (IOException e) {
                            return false; // the descriptor of the listing itself
                        }
                    })
                    .count();
        }
    }

    @Test
    void anUnlinkedFileKeepsItsAttributes() {
        OpenFile file = open("file", O_RDWR | O_CREAT);
        Stat before = file.stat();
        mounts.unlink(root, "file");
        open("file", O_RDWR | O_CREAT).close();
        file.write(bytes(1, 2), 0);

        Stat after = file.stat();

        assertThat(after.inode()).isEqualTo(before.inode());
        assertThat(after.links()).isZero();
        assertThat(after.size()).isEqualTo(2);
    }

    @Test
    void anOpenFileIsFoundUnderTheNamesThatRenamingGaveItAndItsDirectory() {
        mounts.makeDirectory(root, "a", 0700);
        OpenFile file = open("a/one", O_RDWR | O_CREAT);
        mounts.rename(root, "a/one", root, "a/two");
        mounts.rename(root, "a", root, "b");

        file.changeMode(0640);

        assertThat(mounts.resolve(root, "b/two").stat().permissions()).isEqualTo(0640);
        assertThat(file.stat().inode())
                .isEqualTo(mounts.resolve(root, "b/two").stat().inode());
    }

    @Test
    void theTimesOfAnOpenFileAreSetWhereItIsNow() {
        OpenFile file = open("one", O_RDWR | O_CREAT);
        mounts.rename(root, "one", root, "two");
        long accessed = file.stat().accessedNanos();

        file.changeTimes(Inode.OMIT_TIME, 1_000_000_000_123_456_000L);

        Stat stat = mounts.resolve(root, "two").stat();
        assertThat(stat.modifiedNanos()).isEqualTo(1_000_000_000_123_456_000L);
        assertThat(stat.accessedNanos()).isEqualTo(accessed);
    }

    @Test
    void howeverManyFilesAreOpenTheHostSeesAFew() throws IOException {
        mounts = new MountTable(HostFileSystem.open(Set.of(), inside, new HostChannels(5, () -> true)));
        root = mounts.root();
        long before = descriptors();
        List<OpenFile> files = new ArrayList<>();
        for (int i = 0; i < 40; i++) files.add(open("file" + i, O_RDWR | O_CREAT));

        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < files.size(); i++) {
                assertThat(files.get(i).write(bytes(i), round)).isEqualTo(1);
                files.get((i * 7) % 40).sync(true);
                assertThat(descriptors()).isLessThanOrEqualTo(before + 5);
            }
        }

        for (int i = 0; i < files.size(); i++) {
            ByteBuffer all = ByteBuffer.allocateDirect(4);
            assertThat(files.get(i).read(all, 0)).isEqualTo(3);
            assertThat(all.flip()).isEqualTo(bytes(i, i, i));
            files.get(i).close();
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void whereTheProcessHasHardlyAnyDescriptorLeftFilesTakeThemFromEachOther() throws IOException {
        AtomicBoolean isRoom = new AtomicBoolean(true);
        mounts = new MountTable(HostFileSystem.open(Set.of(), inside, new HostChannels(100, isRoom::get)));
        root = mounts.root();
        List<OpenFile> files = new ArrayList<>();
        for (int i = 0; i < 10; i++) files.add(open("file" + i, O_RDWR | O_CREAT));
        long before = descriptors();
        isRoom.set(false);

        for (int i = 10; i < 40; i++) files.add(open("file" + i, O_RDWR | O_CREAT));
        for (int i = 0; i < 40; i++) assertThat(files.get(i).write(bytes(i), 0)).isEqualTo(1);

        assertThat(descriptors()).isEqualTo(before);
        for (int i = 0; i < 40; i++) assertThat(firstByte(files.get(i))).isEqualTo(i);
    }

    @Test
    void whereNoFileCanGiveADescriptorUpTheNextOneIsRefused() throws IOException {
        mounts = new MountTable(HostFileSystem.open(Set.of(), inside, new HostChannels(100, () -> false)));
        root = mounts.root();
        List<OpenFile> files = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            files.add(open("file" + i, O_RDWR | O_CREAT));
            mounts.unlink(root, "file" + i);
        }

        assertFailsWith(Errno.EMFILE, () -> open("one more", O_RDWR | O_CREAT));

        files.get(0).close();
        open("one more", O_RDWR | O_CREAT).close();
    }

    @Test
    void filesThatLoseTheirNameStayUsableHoweverManyOthersAreOpened() throws IOException {
        mounts = new MountTable(HostFileSystem.open(Set.of(), inside, new HostChannels(2, () -> true)));
        root = mounts.root();
        OpenFile removed = open("removed", O_RDWR | O_CREAT);
        OpenFile replaced = open("replaced", O_RDWR | O_CREAT);
        OpenFile renamed = open("renamed", O_RDWR | O_CREAT);
        removed.write(bytes(1), 0);
        replaced.write(bytes(2), 0);
        renamed.write(bytes(3), 0);
        openAndCloseMany();

        mounts.unlink(root, "removed");
        mounts.rename(root, "renamed", root, "replaced");
        openAndCloseMany();

        assertThat(firstByte(removed)).isEqualTo(1);
        assertThat(firstByte(replaced)).isEqualTo(2);
        assertThat(firstByte(renamed)).isEqualTo(3);
        assertThat(removed.write(bytes(9, 9), 0)).isEqualTo(2);
        assertThat(removed.size()).isEqualTo(2);
    }

    private void openAndCloseMany() {
        List<OpenFile> files = new ArrayList<>();
        for (int i = 0; i < 10; i++) files.add(open("other" + i, O_RDWR | O_CREAT));
        files.forEach(OpenFile::close);
    }

    private static int firstByte(OpenFile file) {
        ByteBuffer one = ByteBuffer.allocateDirect(1);
        file.read(one, 0);
        return one.get(0);
    }

    @Test
    void threadsThatUseMoreFilesThanThereAreDescriptorsDoNotDisturbEachOther() throws Exception {
        mounts = new MountTable(HostFileSystem.open(Set.of(), inside, new HostChannels(3, () -> true)));
        root = mounts.root();
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int thread = t;
            FutureTask<Integer> task = new FutureTask<>(() -> useFiles(thread));
            tasks.add(task);
            new Thread(task, "user of files " + t).start();
        }

        for (FutureTask<Integer> task : tasks) {
            assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(500);
        }
    }

    /** Each thread its own byte of all files; says how many were read back as they had been written. */
    private int useFiles(int thread) {
        int right = 0;
        for (int i = 0; i < 500; i++) {
            try (OpenFile file = open("file" + i % 7, O_RDWR | O_CREAT)) {
                file.write(bytes(i % 100), thread);
                ByteBuffer one = ByteBuffer.allocateDirect(1);
                right += file.read(one, thread) == 1 && one.get(0) == i % 100 ? 1 : 0;
            }
        }
        return right;
    }

    @Test
    void anInterruptedThreadReadsWritesAndStaysInterrupted() {
        OpenFile file = open("file", O_RDWR | O_CREAT);
        ByteBuffer back = ByteBuffer.allocateDirect(3);

        Thread.currentThread().interrupt();
        file.write(bytes(1, 2, 3), 0);
        file.sync(true);
        int count = file.read(back, 0);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(count).isEqualTo(3);
    }

    @Test
    void allocationMakesRoomAndKeepsWhatIsThere() {
        OpenFile file = open("file", O_RDWR | O_CREAT);
        file.write(bytes(7), 0);

        file.allocate(0, 100_000);

        ByteBuffer one = ByteBuffer.allocate(1);
        file.read(one, 0);
        assertThat(one.get(0)).isEqualTo((byte) 7);
        assertThat(file.size()).isEqualTo(100_000);
    }

    @Test
    void writesOfAFileOpenedForSynchronousOnesReachTheDiskToo() throws IOException {
        try (OpenFile file = open("file", O_RDWR | O_CREAT | OpenFlags.O_DSYNC)) {
            file.write(bytes(1), 0);
            file.append(bytes(2));
        }

        assertThat(Files.readAllBytes(inside.resolve("file"))).containsExactly(1, 2);
    }

    @Test
    void pipesOfTheHostAreNotOpened() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", inside.resolve("pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        assertFailsWith(Errno.ENXIO, () -> open("pipe", O_RDONLY));
        assertThat(mounts.resolve(root, "pipe").type()).isEqualTo(FileType.FIFO);
    }

    @Test
    void modesAreExactlyWhatWasAskedForWhateverTheUmaskOfTheHost() {
        mounts.makeDirectory(root, "d", 0777);
        mounts.open(root, "f", O_RDWR | O_CREAT, 0666).close();

        assertThat(mounts.resolve(root, "d").stat().permissions()).isEqualTo(0777);
        assertThat(mounts.resolve(root, "f").stat().permissions()).isEqualTo(0666);
    }

    @Test
    void everythingBelongsToTheGuestsOnlyUser() {
        OpenFile file = open("file", O_RDWR | O_CREAT);

        assertThat(file.stat().uid()).isZero();
        file.changeOwner(0, -1);
        assertFailsWith(Errno.EPERM, () -> file.changeOwner(1000, -1));
    }

    @Test
    void spaceIsWhatTheHostHas() {
        FileSystemStat stat = root.fileSystem().stat();

        assertThat(stat.totalBlocks()).isGreaterThanOrEqualTo(stat.freeBlocks()).isPositive();
        assertThat(stat.readOnly()).isFalse();
    }

    @Test
    void aClosedFileSystemLeavesNothingOpen() throws IOException {
        long before = descriptors();
        OpenFile file = open("file", O_RDWR | O_CREAT);

        mounts.close();
        mounts.close();

        assertThat(descriptors()).isEqualTo(before);
        assertFailsWith(Errno.EBADF, () -> file.read(ByteBuffer.allocate(1), 0));
        file.close();
    }

    @Test
    void failuresOfTheHostHaveTheirNumbersAndKeepTheirCause() {
        IOException full = new IOException("No space left on device");
        IOException files = new FileSystemException("f", null, "Too many open files");

        assertThat(HostErrors.failure(full).errno()).isEqualTo(Errno.ENOSPC);
        assertThat(HostErrors.failure(full)).hasCause(full);
        assertThat(HostErrors.failure(files).errno()).isEqualTo(Errno.EMFILE);
        assertThat(HostErrors.failure(new IOException("Kein Speicherplatz mehr"))
                        .errno())
                .isEqualTo(Errno.EIO);
    }
}
