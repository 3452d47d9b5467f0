package dev.pglitej.natives.compile;

import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Files kept from build to build under the hash of their inputs. Thread-safe, also between builds: an entry is written under another name
 * and then renamed, so an existing entry is complete. It ends in the hash of its contents, so a damaged entry is noticed and counts as
 * missing.
 */
public final class ObjectCache {
    private static final int HASH_LENGTH = 64;

    private final Path directory;

    public ObjectCache(Path directory) {
        this.directory = directory;
    }

    /** Where builds of this user keep it: outside of the tree, so that cleaning does not empty it. */
    public static Path directory(UnaryOperator<String> environment, Path home) {
        String chosen = environment.apply("PGLITEJ_BUILD_CACHE");
        if (chosen != null && !chosen.isEmpty()) return Path.of(chosen);
        String xdg = environment.apply("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isEmpty() ? home.resolve(".cache") : Path.of(xdg);
        return caches.resolve("pglitej-build");
    }

    /** The contents kept under a key, unless there are none or they are damaged. */
    public Optional<byte[]> get(String key) throws IOException {
        Path entry = entry(key);
        byte[] stored;
        try {
            stored = Files.readAllBytes(entry);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        int length = stored.length - HASH_LENGTH;
        if (length < 0) return Optional.empty();
        byte[] contents = Arrays.copyOf(stored, length);
        String hash = new String(stored, length, HASH_LENGTH, StandardCharsets.US_ASCII);
        if (!hash.equals(Sha256.of(contents))) return Optional.empty();
        markUsed(entry);
        return Optional.of(contents);
    }

    /** Keeps contents under a key; replaces what is there. */
    public void put(String key, byte[] contents) throws IOException {
        Path entry = entry(key);
        Files.createDirectories(entry.getParent());
        byte[] stored = Arrays.copyOf(contents, contents.length + HASH_LENGTH);
        byte[] hash = Sha256.of(contents).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(hash, 0, stored, contents.length, HASH_LENGTH);
        AtomicFiles.write(entry, stored);
    }

    /** Removes what no build has used for so long. */
    public void prune(Duration unused, Instant now) throws IOException {
        if (!Files.isDirectory(directory)) return;
        FileTime limit = FileTime.from(now.minus(unused));
        List<Path> files;
        try (Stream<Path> tree = Files.walk(directory)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            if (isOlder(file, limit)) Files.deleteIfExists(file);
        }
    }

    private static boolean isOlder(Path file, FileTime limit) throws IOException {
        try {
            return Files.getLastModifiedTime(file).compareTo(limit) < 0;
        } catch (NoSuchFileException e) {
            // Another build has pruned it.
            return false;
        }
    }

    private static void markUsed(Path entry) throws IOException {
        try {
            Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
        } catch (NoSuchFileException e) {
            // Another build has pruned it; what was read is good all the same.
            return;
        }
    }

    private Path entry(String key) {
        return directory.resolve(key.substring(0, 2)).resolve(key);
    }
}
