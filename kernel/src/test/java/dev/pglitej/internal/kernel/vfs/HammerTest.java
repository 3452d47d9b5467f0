package dev.pglitej.internal.kernel.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.host.HostFileSystem;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.Chunks;
import dev.pglitej.internal.kernel.vfs.memory.FileContents;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several threads on one file system for a tenth of a second. */
class HammerTest {

    private static final int THREADS = 4;
    private static final long DURATION_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int RECORD = 16;

    private static void hammer(Callable<?> loop) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Object>> loops = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                loops.add(() -> {
                    long end = System.nanoTime() + DURATION_NANOS;
                    do {
                        loop.call();
                    } while (System.nanoTime() - end < 0);
                    return "done";
                });
            }
            for (Future<Object> future : executor.invokeAll(loops, 60, TimeUnit.SECONDS)) {
                assertThat(future.get()).isEqualTo("done");
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static void createAppendRenameUnlink(MountTable mounts) {
        Directory root = mounts.root();
        String mine = "t" + Thread.currentThread().getId();
        try (OpenFile log = mounts.open(root, "log", OpenFlags.O_WRONLY | OpenFlags.O_CREAT, 0600);
                OpenFile file = mounts.open(root, mine, OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600)) {
            byte stamp = (byte) (1 + Thread.currentThread().getId() % 100);
            ByteBuffer record = ByteBuffer.allocateDirect(RECORD);
            for (int i = 0; i < RECORD; i++) record.put(i, stamp);
            log.append(record.duplicate());
            file.write(record, 0);
            mounts.rename(root, mine, root, "shared");
            assertThat(file.size()).isEqualTo(RECORD);
            mounts.unlink(root, "shared");
        } catch (ErrnoException e) {
            // Another thread has renamed its own file over ours and removed it.
            assertThat(e.errno().name()).isEqualTo("ENOENT");
        }
    }

    private static void assertRecordsWhole(MountTable mounts) {
        try (OpenFile log = mounts.open(mounts.root(), "log", OpenFlags.O_RDONLY, 0)) {
            assertThat(log.size() % RECORD).isZero();
            ByteBuffer all = ByteBuffer.allocate((int) log.size());
            assertThat(log.read(all, 0)).isEqualTo(all.capacity());
            for (int i = 0; i < all.capacity(); i++) {
                assertThat(all.get(i)).isNotZero().isEqualTo(all.get(i / RECORD * RECORD));
            }
        }
    }

    @Test
    void aMemoryFileSystemLosesNothingWhileManyUseIt() throws Exception {
        MountTable mounts = new MountTable(new MemoryFileSystem(new FakeClock(), Capacity.unlimited()));

        hammer(() -> {
            createAppendRenameUnlink(mounts);
            return 0;
        });

        assertRecordsWhole(mounts);
    }

    @Test
    void aHostDirectoryLosesNothingWhileManyUseIt(@TempDir Path directory) throws Exception {
        MountTable mounts = new MountTable(HostFileSystem.open(directory));

        hammer(() -> {
            createAppendRenameUnlink(mounts);
            return 0;
        });

        assertRecordsWhole(mounts);
    }

    @Test
    void interruptsHurtNobody(@TempDir Path directory) throws Exception {
        MountTable mounts = new MountTable(HostFileSystem.open(directory));
        mounts.open(mounts.root(), "file", OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600)
                .close();
        AtomicBoolean interrupted = new AtomicBoolean();

        hammer(() -> {
            Thread.currentThread().interrupt();
            try (OpenFile file = mounts.open(mounts.root(), "file", OpenFlags.O_RDWR, 0)) {
                file.write(ByteBuffer.allocateDirect(RECORD).put(0, (byte) 9), 0);
                file.sync(true);
                assertThat(file.read(ByteBuffer.allocateDirect(RECORD), 0)).isEqualTo(RECORD);
            }
            interrupted.compareAndSet(false, Thread.interrupted());
            return 0;
        });

        assertThat(interrupted).isTrue();
    }

    @Test
    void forksAreWholeWhileTheirOriginChangesAndLeaveNoMemoryBehind() throws Exception {
        long used = Chunks.ofThisJvm().usedBytes();
        MemoryFileSystem origin = new MemoryFileSystem(new FakeClock(), Capacity.unlimited());
        OpenFile file = origin.root().createFile("pair", 0600, OpenFlags.O_RDWR);
        file.write(ByteBuffer.allocate(2 * FileContents.CHUNK), 0);

        hammer(() -> {
            byte stamp = (byte) (1 + System.nanoTime() % 100);
            ByteBuffer pages = ByteBuffer.allocate(2 * FileContents.CHUNK);
            for (int i = 0; i < pages.capacity(); i++) pages.put(i, stamp);
            file.write(pages, 0);
            try (MemoryFileSystem fork = origin.fork();
                    OpenFile copy = fork.root().lookup("pair").open(OpenFlags.O_RDWR)) {
                ByteBuffer seen = ByteBuffer.allocate(pages.capacity());
                copy.read(seen, 0);
                assertThat(seen.get(0)).isEqualTo(seen.get(seen.capacity() - 1));
                copy.write(ByteBuffer.wrap(new byte[] {-1}), 5);
            }
            return 0;
        });

        ByteBuffer fifth = ByteBuffer.allocate(1);
        file.read(fifth, 5);
        assertThat(fifth.get(0)).isPositive();
        origin.close();
        // Less, if what other tests have left unclosed was given back meanwhile.
        assertThat(Chunks.ofThisJvm().usedBytes()).isLessThanOrEqualTo(used);
    }
}
