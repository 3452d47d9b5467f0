package dev.pglitej.engine.nativelib;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked resources, each under the hash of its contents, so that versions live side by side and a file that is there
 * is complete: it is written under another name and renamed, which is also what makes two processes at once harmless.
 */
final class ResourceCache {
    private static final int SHA256_DIGITS = 64;

    private final Path directory;
    private final Function<String, @Nullable URL> resources;

    ResourceCache(Path directory, Function<String, @Nullable URL> resources) {
        this.directory = directory;
        this.resources = resources;
    }

    /** Where the user keeps caches. */
    static Path directory() {
        String chosen = System.getProperty("pglitej.cache");
        if (chosen != null) {
            return Path.of(chosen);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return caches.resolve("pglitej");
    }

    /**
     * The unpacked resource.
     *
     * @param missing what to say where the class path has none
     */
    Path locate(String resource, String missing) {
        URL packed = resources.apply(resource);
        if (packed == null) {
            throw new NativeLibraryException(missing);
        }
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        try {
            String sha256 = expectedHash(resource);
            Path target = directory.resolve(sha256.substring(0, 16)).resolve(name);
            if (!isComplete(target, packed)) {
                unpack(packed, sha256, target);
            }
            return target;
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "cannot unpack %s into %s: %s; set the system property pglitej.cache to a writable directory"
                            .formatted(name, directory, e),
                    e);
        }
    }

    // The hash is in the directory's name and was verified before the file got its own, so the length is enough.
    // Hashing again would
    // cost each start of a JVM more than a database does.
    private static boolean isComplete(Path target, URL packed) throws IOException {
        // 0 where there is none: asking in two steps, another process could remove it in between.
        return target.toFile().length() == length(packed);
    }

    private static long length(URL packed) throws IOException {
        // The connection of a file formats the file's date as well, which loads half of java.text.
        long direct = packed.getProtocol().equals("file") ? new File(packed.getPath()).length() : 0;
        return direct > 0 ? direct : packed.openConnection().getContentLengthLong();
    }

    private String expectedHash(String resource) throws IOException {
        URL url = resources.apply(resource + ".sha256");
        if (url == null) {
            throw new NativeLibraryException("resource %s.sha256 is missing beside it".formatted(resource));
        }
        try (InputStream in = url.openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!isSha256(text)) {
                throw new NativeLibraryException("resource %s.sha256 is not a SHA-256: %s".formatted(resource, text));
            }
            return text;
        }
    }

    private static boolean isSha256(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || Character.isUpperCase(text.charAt(i))) return false;
        }
        return text.length() == SHA256_DIGITS;
    }

    private void unpack(URL packed, String sha256, Path target) throws IOException {
        Path parent = Files.createDirectories(target.toAbsolutePath().getParent());
        Path temporary = Files.createTempFile(parent, "unpacking-", ".tmp");
        try {
            String found = copy(packed, temporary);
            if (!found.equals(sha256)) {
                throw new NativeLibraryException(
                        "%s is damaged: its SHA-256 is %s, but should be %s; get the artifact again"
                                .formatted(packed, found, sha256));
            }
            force(temporary);
            rename(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String copy(URL packed, Path target) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = packed.openStream();
                OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Without this a loss of power could leave a complete name with incomplete contents. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
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
