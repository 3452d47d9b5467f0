package dev.pglitej.internal.admin;

import dev.pglitej.api.PGliteException;
import dev.pglitej.spi.Sessions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes backups of a cluster, as a directory or as a tar archive, and restores them. A backup gets its name only when it is complete and on
 * disk. RATIONALE: "Why has a backup another name until it is complete?" Stateless.
 */
public final class Backup {
    private static final String TAR = ".tar";
    private static final String TAR_GZ = ".tar.gz";
    private static final String TGZ = ".tgz";
    /** In a backup until recovery renames it. */
    public static final String LABEL = "backup_label";

    private static final int BUFFER = 256 * 1024;

    private Backup() {}

    /**
     * Makes a backup that is consistent as of a moment during the call. Sessions continue.
     *
     * @param target must not exist; the end of its name determines the form
     * @throws PGliteException if that is impossible; there is no backup then
     */
    public static void make(Sessions database, Path target) {
        if (Files.exists(target)) {
            throw new PGliteException(target + " exists already; choose another name, or delete it");
        }
        try (UnfinishedFile unfinished = new UnfinishedFile(target)) {
            write(database, unfinished, target.getFileName().toString());
            unfinished.finish();
        } catch (IOException e) {
            throw new PGliteException("cannot back up into " + target + ": " + e, e);
        }
    }

    private static void write(Sessions database, UnfinishedFile unfinished, String name) throws IOException {
        if (!isArchive(name)) {
            unfinished.makeDirectory();
            try (TarUnpacker unpacker = new TarUnpacker(unfinished.path())) {
                BaseBackup.run(database, unpacker);
            }
            return;
        }
        OutputStream file = Channels.newOutputStream(OwnFiles.open(unfinished.path()));
        try (OutputStream out = isCompressed(name) ? new GZIPOutputStream(file, BUFFER) : file;
                WritableByteChannel channel = Channels.newChannel(out)) {
            BaseBackup.run(database, new TarJoiner(channel));
        }
    }

    private static boolean isArchive(String name) {
        return name.endsWith(TAR) || isCompressed(name);
    }

    private static boolean isCompressed(String name) {
        return name.endsWith(TAR_GZ) || name.endsWith(TGZ);
    }

    /**
     * Makes a data directory of a backup.
     *
     * @param target is missing, or an empty directory
     * @throws PGliteException if that is impossible; the target is as it was then
     */
    public static void restore(Path backup, Path target) {
        try {
            if (Files.notExists(backup)) throw new PGliteException("there is no backup " + backup);
            if (Files.exists(backup.resolve(HostNames.UNFINISHED))) {
                throw new PGliteException(backup + " is a backup that was interrupted; delete it, and take another");
            }
            if (Files.exists(target) && !isEmpty(target)) {
                throw new PGliteException(
                        target + " exists and is not an empty directory; choose another place, or empty it");
            }
            try (UnfinishedFile unfinished = new UnfinishedFile(target)) {
                unfinished.makeDirectory();
                if (Files.isDirectory(backup)) {
                    copy(backup, unfinished.path());
                } else {
                    unpack(backup, unfinished.path());
                }
                // It says from where in the log to recover. The first start of a backup renames it.
                if (Files.notExists(unfinished.path().resolve(LABEL))) {
                    throw new PGliteException(
                            backup + " is not a backup, or has been opened already: it has no " + LABEL);
                }
                unfinished.finish();
            }
        } catch (IOException e) {
            throw new PGliteException("cannot restore " + backup + " to " + target + ": " + e, e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return false;
        try (Stream<Path> contents = Files.list(directory)) {
            return contents.findAny().isEmpty();
        }
    }

    private static void unpack(Path archive, Path directory) throws IOException {
        InputStream file = Files.newInputStream(archive);
        try (InputStream in = isCompressed(archive.getFileName().toString())
                        ? new GZIPInputStream(file, BUFFER)
                        : new BufferedInputStream(file, BUFFER);
                TarReader reader = new TarReader(directory)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                reader.accept(ByteBuffer.wrap(buffer, 0, count));
            }
            reader.finish();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!directory.equals(from)) {
                    OwnFiles.createDirectory(
                            to.resolve(from.relativize(directory).toString()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = from.relativize(file).toString();
                if (HostNames.ALL.contains(name)) return FileVisitResult.CONTINUE;
                if (attributes.isSymbolicLink()) {
                    TablespaceLink.make(
                            to.resolve(name), Files.readSymbolicLink(file).toString());
                    return FileVisitResult.CONTINUE;
                }
                try (OutputStream out = Channels.newOutputStream(OwnFiles.open(to.resolve(name)))) {
                    Files.copy(file, out);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
