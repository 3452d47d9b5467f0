package dev.pglitej.internal.install;

import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.Once;
import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.fixed.Devices;
import dev.pglitej.internal.kernel.vfs.fixed.PackedFileSystem;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;

/**
 * The files that PostgreSQL sees: its installation with the extensions on the class path, /tmp, /dev, /proc, and the data. The installation
 * is mapped and shared by all databases. Only the data can be changed. Thread-safe.
 */
// RATIONALE: "Where may PostgreSQL write files?"
public final class InstalledFiles {
    private static final List<String> DIRECTORIES = List.of("tmp", "dev", "proc", "pglite/data");

    private static final Once<FileSystem> ROOT = new Once<>(InstalledFiles::read);

    private InstalledFiles() {}

    /** A name space with the data directory at its path, and PostgreSQL's dynamic shared memory at /dev/shm. */
    public static MountTable with(String dataPath, FileSystem data, FileSystem sharedFiles, Clock clock) {
        MountTable files = new MountTable(ROOT.get());
        long now = clock.realtimeNanos();
        files.mount("/dev", Devices.fileSystem(SystemRandom.INSTANCE, now));
        files.mount("/dev/shm", sharedFiles);
        files.mount("/proc", Devices.emptyProc(now));
        files.mount(dataPath, data);
        return files;
    }

    /** For /dev/random: the host's own device if there is one, because loading SecureRandom takes a new JVM 25 ms. */
    private static final class SystemRandom extends Random {
        static final SystemRandom INSTANCE = new SystemRandom();

        private static final long serialVersionUID = 1L;
        private static final String HOST_DEVICE = "/dev/urandom";

        private static final class Source {
            static final SecureRandom RANDOM = new SecureRandom();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            try (InputStream device = new FileInputStream(HOST_DEVICE)) {
                if (device.readNBytes(bytes, 0, bytes.length) == bytes.length) return;
            } catch (IOException e) {
                // There is no such device.
            }
            Source.RANDOM.nextBytes(bytes);
        }
    }

    /** Whether a file exists; its path is relative to the installation. */
    static boolean contains(String path) {
        try {
            Directory at = ROOT.get().root().lookup("pglite").asDirectory();
            String[] names = path.split("/", -1);
            for (int i = 0; i < names.length - 1; i++) at = at.lookup(names[i]).asDirectory();
            at.lookup(names[names.length - 1]);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    private static FileSystem read() {
        return PackedFileSystem.of(Artifacts.files(), DIRECTORIES, SystemClock.INSTANCE.realtimeNanos());
    }
}
