package dev.pglitej.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Native PostgreSQL's binaries, unpacked from zonky's archive on the class path, in a directory made for them and deleted with them. */
final class NativeFiles {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final Path MEMORY = Path.of("/dev/shm");
    // The table rows of one full run with their write-ahead log; Docker gives /dev/shm 64 MB unless told otherwise.
    private static final long NEEDED_BYTES = 3L << 30;

    private NativeFiles() {}

    /** A new directory that any user can enter, in memory when there is enough room. */
    static Path createDirectory() throws IOException {
        return createDirectory(inMemory() ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The same below a certain directory. */
    static Path createDirectory(Path parent) throws IOException {
        Path directory = Files.createTempDirectory(parent, "pglitej-native-");
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static boolean inMemory() throws IOException {
        return Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).type().equals("tmpfs")
                && Files.getFileStore(MEMORY).getUsableSpace() >= NEEDED_BYTES;
    }

    static void unpack(Path directory) throws IOException {
        InputStream archive = NativeFiles.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new IllegalStateException(ARCHIVE + " is not on the class path; build the benchmarks again");
        }
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entry, entries, entry.resolveIn(directory));
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Files.createDirectories(entry.isDirectory() ? target : target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            throw new IOException(target + " is a hard link, which this does not unpack");
        } else if (entry.isFile()) {
            Files.copy(content, target);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> innermostFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : innermostFirst) Files.delete(path);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete " + directory, failure);
        }
    }
}
