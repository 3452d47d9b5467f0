package dev.pglitej.internal.engine.nativelib;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An unpacked resource, {@code <start of its hash>/<name>} in a cache, so that versions live side by side. Immutable. Several threads and
 * processes may work on the same file at once.
 *
 * <p>It is written under another name and renamed, so an existing file was complete. After its hash has been verified, the attributes that
 * the system reported then, including the time of its last change, are stored beside it. While the attributes are the same, it is not
 * hashed again.
 *
 * <p>RATIONALE: "Why is an unpacked library not hashed at each start?"
 */
final class CachedFile {
    private static final int DIGITS_OF_DIRECTORY = 16;
    private static final String EVERYBODY_READS = "rw-r--r--";
    private static final String EVERYBODY_ENTERS = "rwxr-xr-x";
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path directory;
    private final Path file;
    private final Path verification;
    private final String sha256;
    private final int user;

    CachedFile(Path cache, String name, String sha256, int user) {
        this.directory = cache.resolve(sha256.substring(0, DIGITS_OF_DIRECTORY));
        this.file = directory.resolve(name);
        this.verification = directory.resolve(name + ".verified");
        this.sha256 = sha256;
        this.user = user;
    }

    Path path() {
        return file;
    }

    /** Whether it exists, only this user and root can have written it, and its contents have the right hash. */
    boolean isGood() throws IOException {
        FileStatus parent = FileStatus.of(directory);
        if (parent == null || !parent.isSafeFor(user)) return false;
        FileStatus status = FileStatus.of(file);
        if (status == null || !status.isSafeFor(user)) return false;
        if (verified().equals(record(status))) return true;
        if (!sha256.equals(hashIfThere(file))) return false;
        remember(status);
        return true;
    }

    /** Reads a stream, because channels would cost a new JVM a dozen more classes. */
    private String verified() throws IOException {
        try (InputStream in = new FileInputStream(verification.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (FileNotFoundException e) {
            return "";
        }
    }

    private String record(FileStatus status) {
        return sha256 + " " + status.identity() + "\n";
    }

    /** In a cache that root has filled for others this is impossible, so each process hashes for itself. */
    private void remember(FileStatus status) throws IOException {
        if (!Files.isWritable(directory)) return;
        Path temporary = Files.createTempFile(directory, "verified-", ".tmp");
        try {
            Files.writeString(temporary, record(status), StandardCharsets.US_ASCII);
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(EVERYBODY_READS));
            rename(temporary, verification);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Unpacks a resource there, and replaces an existing file.
     *
     * @throws NativeLibraryException if the resource does not have the hash
     * @throws IOException if that is impossible in this directory
     */
    void unpack(InputStream packed, String resource) throws IOException {
        prepareDirectory();
        Path temporary = Files.createTempFile(directory, "unpacking-", ".tmp");
        try {
            String found = copy(packed, temporary);
            if (!found.equals(sha256)) {
                throw new NativeLibraryException(
                        "the resource %s is damaged: its SHA-256 is %s, but should be %s; get the artifact again"
                                .formatted(resource, found, sha256));
            }
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(EVERYBODY_READS));
            force(temporary);
            rename(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
        FileStatus status = FileStatus.of(file);
        // Another process may have removed it, which only its user can find out.
        if (status == null) return;
        if (!status.isSafeFor(user)) {
            throw new IOException("what user %d writes there belongs to user %d, with mode %s"
                    .formatted(user, status.owner(), status.octalMode()));
        }
        remember(status);
    }

    private void prepareDirectory() throws IOException {
        Files.createDirectories(directory);
        FileStatus status = FileStatus.of(directory);
        if (status == null || status.isSafeFor(user)) return;
        if (status.owner() != user) {
            throw new IOException(
                    "%s belongs to user %d, but this is user %d".formatted(directory, status.owner(), user));
        }
        // Created with a permissive umask.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(EVERYBODY_ENTERS));
    }

    private static String copy(InputStream packed, Path target) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out = Files.newOutputStream(target)) {
            new DigestInputStream(packed, digest).transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static @Nullable String hashIfThere(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) digest.update(buffer, 0, length);
        } catch (NoSuchFileException e) {
            return null;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Without this a loss of power could leave a complete name with incomplete contents. */
    private static void force(Path written) throws IOException {
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system of " + to + " cannot rename in one step", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
