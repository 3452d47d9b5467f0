package dev.pglitej.internal.kernel.vfs.fixed;

import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDONLY;
import static dev.pglitej.internal.kernel.vfs.OpenFlags.O_RDWR;
import static dev.pglitej.internal.kernel.vfs.VfsAssertions.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.DirectoryEntry;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.OpenFile;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.Stat;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedFileSystemTest {

    private static final ByteBuffer BLOB = ByteBuffer.wrap("#!postgrescontrolUTC".getBytes(UTF_8));

    private final FixedFileSystem image = PackedFileSystem.of(
            List.of(
                    new PackedFileSystem.Entry("/bin/postgres", 0, 10),
                    new PackedFileSystem.Entry("/share/extension/plpgsql.control", 10, 17),
                    new PackedFileSystem.Entry("/share/zone", 17, 20)),
            BLOB,
            7);

    private final MountTable mounts = new MountTable(image);
    private final Directory root = mounts.root();

    private static String read(MountTable mounts, String path) {
        try (OpenFile file = mounts.open(mounts.root(), path, O_RDONLY, 0)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(100);
            file.read(buffer, 0);
            return UTF_8.decode(buffer.flip()).toString();
        }
    }

    @Test
    void filesShowTheirPartOfTheBlob() {
        assertThat(read(mounts, "/bin/postgres")).isEqualTo("#!postgres");
        assertThat(read(mounts, "/share/extension/plpgsql.control")).isEqualTo("control");
        assertThat(mounts.resolve(root, "/share/zone").stat().size()).isEqualTo(3);
    }

    @Test
    void programsAreExecutableAndOtherFilesAreNot() {
        assertThat(mounts.resolve(root, "/bin/postgres").stat().permissions()).isEqualTo(0755);
        assertThat(mounts.resolve(root, "/share/zone").stat().permissions()).isEqualTo(0644);
        assertThat(mounts.resolve(root, "/share").stat().mode()).isEqualTo(0040755);
    }

    @Test
    void directoriesListWhatTheyHold() {
        assertThat(root.entries()).extracting(DirectoryEntry::name).containsExactly("bin", "share");
        assertThat(mounts.directory(root, "/share").stat().links()).isEqualTo(3);
    }

    @Test
    void nothingInAnImageCanBeChanged() {
        assertFailsWith(Errno.EROFS, () -> mounts.open(root, "/share/zone", O_RDWR, 0));
        assertFailsWith(Errno.EROFS, () -> mounts.open(root, "/new", O_RDWR | OpenFlags.O_CREAT, 0));
        assertFailsWith(Errno.EROFS, () -> mounts.makeDirectory(root, "/new", 0755));
        assertFailsWith(Errno.EEXIST, () -> mounts.makeDirectory(root, "/bin", 0755));
        assertFailsWith(Errno.EROFS, () -> mounts.unlink(root, "/share/zone"));
        assertFailsWith(Errno.ENOENT, () -> mounts.unlink(root, "/share/missing"));
        assertFailsWith(Errno.EROFS, () -> mounts.rename(root, "/bin", root, "/sbin"));
        assertFailsWith(Errno.EROFS, () -> mounts.resolve(root, "/bin").changeMode(0700));
    }

    @Test
    void severalBlobsMakeOneTree() {
        ByteBuffer other = ByteBuffer.wrap("trgm".getBytes(UTF_8));
        MountTable both = new MountTable(PackedFileSystem.of(
                List.of(
                        new PackedFileSystem.Part(
                                List.of(new PackedFileSystem.Entry("/share/extension/plpgsql.control", 10, 17)), BLOB),
                        new PackedFileSystem.Part(
                                List.of(new PackedFileSystem.Entry("/share/extension/pg_trgm.control", 0, 4)), other)),
                List.of("tmp", "share/empty", "share"),
                7));

        assertThat(read(both, "/share/extension/plpgsql.control")).isEqualTo("control");
        assertThat(read(both, "/share/extension/pg_trgm.control")).isEqualTo("trgm");
        assertThat(both.directory(both.root(), "/tmp").entries()).isEmpty();
        assertThat(both.directory(both.root(), "/share/empty").entries()).isEmpty();
    }

    @Test
    void aTableThatDoesNotFitTheBlobIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PackedFileSystem.of(List.of(new PackedFileSystem.Entry("/x", 10, 21)), BLOB, 0))
                .withMessageContaining("/x ends at 21");
        assertThatIllegalArgumentException().isThrownBy(() -> new PackedFileSystem.Entry("/x", 3, 2));
    }

    private MountTable overlay() {
        return new MountTable(MemoryFileSystem.over(image.nodes(), new FakeClock(), Capacity.unlimited()));
    }

    @Test
    void anOverlayShowsItsImageWithModesAndTimesAndTakesNoSpace() {
        MountTable overlay = overlay();
        Stat stat = overlay.resolve(overlay.root(), "/bin/postgres").stat();

        assertThat(read(overlay, "/bin/postgres")).isEqualTo("#!postgres");
        assertThat(stat.permissions()).isEqualTo(0755);
        assertThat(stat.modifiedNanos()).isEqualTo(7);
        assertThat(stat.blocks()).isZero();
    }

    @Test
    void changesToAnOverlayLeaveTheRestOfAFileAndItsImageAlone() {
        MountTable overlay = overlay();
        try (OpenFile file = overlay.open(overlay.root(), "/bin/postgres", O_RDWR, 0)) {
            file.write(ByteBuffer.wrap(new byte[] {'P'}), 2);
        }

        assertThat(read(overlay, "/bin/postgres")).isEqualTo("#!Postgres");
        assertThat(read(mounts, "/bin/postgres")).isEqualTo("#!postgres");
    }

    @Test
    void whatATruncationHidOfTheImageStaysHidden() {
        MountTable overlay = overlay();

        overlay.truncate(overlay.root(), "/bin/postgres", 4);
        overlay.truncate(overlay.root(), "/bin/postgres", 6);

        assertThat(read(overlay, "/bin/postgres")).isEqualTo("#!po\0\0");
    }

    @Test
    void whatIsRemovedOrRenamedFromTheImageIsGoneFromItsPlace() {
        MountTable overlay = overlay();
        Directory top = overlay.root();

        overlay.rename(top, "/share", top, "/moved");
        overlay.unlink(top, "/moved/zone");

        assertThat(read(overlay, "/moved/extension/plpgsql.control")).isEqualTo("control");
        assertThat(top.entries()).extracting(DirectoryEntry::name).containsExactly("bin", "moved");
        assertThat(overlay.directory(top, "/moved").entries()).hasSize(1);
    }
}
