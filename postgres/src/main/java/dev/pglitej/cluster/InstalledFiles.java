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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

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
        files.mount("/dev", Devices.fileSystem(SystemRandom.INSTANCE, now));
        files.mount("/dev/shm", sharedFiles);
        files.mount("/proc", Devices.emptyProc(now));
        files.mount(dataPath, data);
        return files;
    }

    /** For /dev/random. Made when that is first read, which takes a while and hardly ever happens: the runtime has numbers of its own. */
    private static final class SystemRandom extends Random {
        static final SystemRandom INSTANCE = new SystemRandom();

        private static final long serialVersionUID = 1L;

        private static final class Source {
            static final SecureRandom RANDOM = new SecureRandom();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Source.RANDOM.nextBytes(bytes);
        }
    }

    private static MemoryFileSystem read(Clock clock) {
        List<ImageFileSystem.Entry> entries = entries(new String(resource("files.table"), UTF_8));
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

    /** Lines "start end path". */
    private static List<ImageFileSystem.Entry> entries(String table) {
        List<ImageFileSystem.Entry> entries = new ArrayList<>();
        int next;
        for (int at = 0; at < table.length(); at = next) {
            int endOfLine = table.indexOf('\n', at);
            next = endOfLine < 0 ? table.length() : endOfLine + 1;
            int first = table.indexOf(' ', at);
            int second = table.indexOf(' ', first + 1);
            entries.add(new ImageFileSystem.Entry(
                    table.substring(second + 1, endOfLine < 0 ? table.length() : endOfLine),
                    Integer.parseInt(table, at, first, 10),
                    Integer.parseInt(table, first + 1, second, 10)));
        }
        return entries;
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
