package dev.pglitej.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pglitej.engine.nativelib.CachedResources;
import dev.pglitej.kernel.time.Clock;
import dev.pglitej.kernel.time.SystemClock;
import dev.pglitej.kernel.vfs.Devices;
import dev.pglitej.kernel.vfs.FileSystem;
import dev.pglitej.kernel.vfs.ImageFileSystem;
import dev.pglitej.kernel.vfs.MemoryFileSystem;
import dev.pglitej.kernel.vfs.MountTable;
import dev.pglitej.kernel.vfs.OverlayFileSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;

/**
 * The files that PostgreSQL finds on the machine it believes to run on: its installation, a home, /tmp, /dev, /proc. The installation
 * is mapped, and shared by all databases. Thread-safe.
 */
final class InstalledFiles {
    private static final String RESOURCES = "/META-INF/pglitej/";
    private static final int ANYBODY = 0777;

    private InstalledFiles() {}

    private static final class Holder {
        static final MemoryFileSystem ROOT = read(SystemClock.INSTANCE);
    }

    /** A name space with the data at their path, and PostgreSQL's dynamic shared memory where it looks for that. */
    static MountTable with(String dataPath, FileSystem data, FileSystem sharedFiles, Clock clock) {
        MountTable files = new MountTable(Holder.ROOT.fork());
        long now = clock.realtimeNanos();
        files.mount("/dev", Devices.fileSystem(new SecureRandom(), now));
        files.mount("/dev/shm", sharedFiles);
        files.mount("/proc", Devices.emptyProc(now));
        files.mount(dataPath, data);
        return files;
    }

    private static MemoryFileSystem read(Clock clock) {
        List<ImageFileSystem.Entry> entries = new String(resource("files.table"), UTF_8)
                .lines()
                .map(InstalledFiles::entry)
                .toList();
        MemoryFileSystem root = OverlayFileSystem.over(
                ImageFileSystem.of(entries, blob(), clock.realtimeNanos()),
                new MemoryFileSystem(clock, MemoryFileSystem.UNLIMITED));
        for (String directory : List.of("tmp", "dev", "proc")) {
            root.root().makeDirectory(directory, ANYBODY);
        }
        root.root().lookup("pglite").asDirectory().makeDirectory("data", 0700);
        return root;
    }

    /** Mapped, so that all JVMs have these bytes in memory once. */
    private static ByteBuffer blob() {
        Path file = CachedResources.locate("files.blob");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot map " + file, e);
        }
    }

    /** A line "start end path". */
    private static ImageFileSystem.Entry entry(String line) {
        String[] fields = line.split(" ", 3);
        return new ImageFileSystem.Entry(fields[2], Integer.parseInt(fields[0]), Integer.parseInt(fields[1]));
    }

    private static byte[] resource(String name) {
        try (InputStream in = InstalledFiles.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new IllegalStateException("PostgreSQL's files are missing: no resource " + RESOURCES + name
                        + "; is pglitej-natives on the class path?");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCES + name, e);
        }
    }
}
