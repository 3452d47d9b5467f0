package dev.pglitej.internal.kernel.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.time.FakeClock;
import dev.pglitej.internal.kernel.vfs.fixed.FixedFileSystem;
import dev.pglitej.internal.kernel.vfs.host.HostFileSystem;
import dev.pglitej.internal.kernel.vfs.image.FileImage;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does the same random system calls on all file systems and on the real disk, and compares every result and the trees at the end.
 *
 * <p>A failure names the seed; put it into {@link #seeds} to see it again.
 */
@EnabledOnOs(OS.LINUX)
class DifferentialTest {

    private static final int CALLS = 600;

    @TempDir
    Path directory;

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L));
        seeds.add(new Random().nextLong());
        return seeds;
    }

    private Posix disk() throws IOException {
        return new DiskPosix(Files.createDirectory(directory.resolve("disk")));
    }

    private static MemoryFileSystem overlay(FixedFileSystem lower) {
        return MemoryFileSystem.over(lower.nodes(), new FakeClock(), Capacity.unlimited());
    }

    private Map<String, Posix> subjects() throws IOException {
        Map<String, Posix> subjects = new LinkedHashMap<>();
        subjects.put("host", MountedPosix.on(HostFileSystem.open(Files.createDirectory(directory.resolve("host")))));
        MemoryFileSystem memory = new MemoryFileSystem(new FakeClock(), Capacity.unlimited());
        subjects.put("memory", MountedPosix.on(memory));
        FixedFileSystem lower = FixedFileSystem.builder(0).build();
        subjects.put("overlay", MountedPosix.on(overlay(lower)));
        return subjects;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allFileSystemsAnswerAsTheDiskDoes(long seed) throws IOException {
        Map<String, RandomCalls> players = new LinkedHashMap<>();
        subjects().forEach((name, posix) -> players.put(name, new RandomCalls(seed, posix)));
        RandomCalls disk = new RandomCalls(seed, disk());

        for (int i = 0; i < CALLS; i++) {
            String expected = disk.next();
            players.forEach((name, player) ->
                    assertThat(player.next()).as("seed %d on %s", seed, name).isEqualTo(expected));
        }

        String tree = disk.tree();
        players.forEach((name, player) -> assertThat(player.tree())
                .as("tree of seed %d on %s", seed, name)
                .isEqualTo(tree));
        disk.close();
        players.values().forEach(RandomCalls::close);
    }

    /** The same on an overlay's image and its copy on disk, so that calls meet what lies below. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anOverlayAnswersAsIfAllOfItsImageHadBeenCopied(long seed) throws IOException {
        Posix copy = disk();
        FixedFileSystem.Builder image = FixedFileSystem.builder(0);
        SampleTree.fill(new Random(seed), copy, image);
        RandomCalls disk = new RandomCalls(seed, copy);
        RandomCalls overlay = new RandomCalls(seed, MountedPosix.on(overlay(image.build())));

        for (int i = 0; i < CALLS; i++) {
            String expected = disk.next();
            assertThat(overlay.next()).as("seed %d", seed).isEqualTo(expected);
        }

        assertThat(overlay.tree()).as("tree of seed %d", seed).isEqualTo(disk.tree());
        disk.close();
        overlay.close();
    }

    /** The same on an image of that tree. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aFileSystemOverAnImageAnswersAsItsOrigin(long seed) throws IOException {
        Posix copy = disk();
        FixedFileSystem.Builder tree = FixedFileSystem.builder(0);
        SampleTree.fill(new Random(seed), copy, tree);
        Path file = directory.resolve("image");
        FileImage.write(tree.build(), file);
        MemoryFileSystem over =
                MemoryFileSystem.over(FileImage.open(file).nodes(), new FakeClock(), Capacity.unlimited());
        RandomCalls disk = new RandomCalls(seed, copy);
        RandomCalls image = new RandomCalls(seed, MountedPosix.on(over));

        for (int i = 0; i < CALLS; i++) {
            String expected = disk.next();
            assertThat(image.next()).as("seed %d", seed).isEqualTo(expected);
        }

        assertThat(image.tree()).as("tree of seed %d", seed).isEqualTo(disk.tree());
        disk.close();
        image.close();
    }
}
