package dev.pglitej.internal.fork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.engine.MemoryRange;
import dev.pglitej.internal.engine.SharedMemory;
import dev.pglitej.internal.fork.SharedFileTable.Contents;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.vfs.OpenFlags;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedFileTableTest {
    private static final int LENGTH = 65536;

    private final MemoryFileSystem files = new MemoryFileSystem(SystemClock.INSTANCE, Capacity.unlimited());
    private final SharedSegments segments = new SharedSegments();

    private void createFile(String name) {
        files.root().createFile(name, 0600, OpenFlags.O_RDWR).close();
    }

    private SharedFileTable copyWith(String... names) {
        Map<String, Contents> contents = new HashMap<>();
        try (SharedMemory memory = SharedMemory.create(LENGTH)) {
            for (String name : names) {
                createFile(name);
                contents.put(name, new Contents(LENGTH, memory.capture(List.of(new MemoryRange(0, LENGTH)))));
            }
        }
        return SharedFileTable.thaw(new SharedFileTable.Frozen(Map.of(), contents), segments, files);
    }

    @Test
    void aFileThatACopyHasFromItsOriginalGoesWithItsName() {
        try (SharedFileTable table = copyWith("first", "second")) {
            files.root().unlink("first");
            table.removeGone();
            createFile("first");

            assertThat(table.freeze(files, segments).others()).containsOnlyKeys("second");
        }
    }

    @Test
    void aFileThatStillHasItsNameStays() {
        try (SharedFileTable table = copyWith("first")) {
            table.removeGone();

            assertThat(table.freeze(files, segments).others()).containsOnlyKeys("first");
        }
    }
}
