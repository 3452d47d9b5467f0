package dev.pglitej.internal.engine.nativelib;

import dev.pglitej.internal.engine.nativelib.CacheDirectory.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Unpacks resources into the first usable one of some directories. Thread-safe. */
final class ResourceCache {
    private static final int SHA256_DIGITS = 64;

    private final List<CacheDirectory> directories;
    private final Resources resources;
    private final int user;
    /** The first directory that has not been given up. */
    private volatile int first;

    ResourceCache(List<CacheDirectory> directories, Resources resources, int user) {
        this.directories = directories;
        this.resources = resources;
        this.user = user;
    }

    /**
     * The unpacked resource.
     *
     * @param missing the message if there is no such resource
     * @throws NativeLibraryException if it is not available, with the reason and what to do
     */
    Path locate(String resource, Supplier<String> missing) {
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        String sha256 = hash(resource, missing);
        List<String> failures = new ArrayList<>();
        List<IOException> causes = new ArrayList<>();
        for (int i = first; i < directories.size(); i++) {
            CacheDirectory directory = directories.get(i);
            try {
                Path file = locate(directory, resource, name, sha256);
                first = Math.max(first, i);
                return file;
            } catch (IOException e) {
                failures.add("into " + directory.path() + ": " + reason(e));
                causes.add(e);
            }
        }
        throw failed(name, failures, causes);
    }

    private Path locate(CacheDirectory directory, String resource, String name, String sha256) throws IOException {
        CachedFile file = directory.find(name, sha256, user);
        if (file == null) {
            file = directory.place(name, sha256, user);
            try (InputStream packed = resources.open(resource)) {
                if (packed == null) throw new IOException("the resource " + resource + " is gone");
                file.unpack(packed, resource);
            }
        }
        return file.path();
    }

    /** Gives up a directory whose libraries cannot be loaded, for the next one; false if there is none. */
    boolean giveUp(Path library) {
        for (int i = first; i + 1 < directories.size(); i++) {
            if (library.startsWith(directories.get(i).path())) {
                first = i + 1;
                return true;
            }
        }
        return false;
    }

    private String hash(String resource, Supplier<String> missing) {
        try (InputStream in = resources.open(resource + ".sha256")) {
            if (in == null) throw new NativeLibraryException(missing.get());
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!isSha256(text)) {
                throw new NativeLibraryException("resource %s.sha256 is not a SHA-256: %s".formatted(resource, text));
            }
            return text;
        } catch (IOException e) {
            throw new NativeLibraryException("cannot read resource %s.sha256: %s".formatted(resource, reason(e)), e);
        }
    }

    private static boolean isSha256(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || Character.isUpperCase(text.charAt(i))) return false;
        }
        return text.length() == SHA256_DIGITS;
    }

    private NativeLibraryException failed(String name, List<String> failures, List<IOException> causes) {
        boolean isChosen = directories.get(directories.size() - 1).kind() == Kind.CHOSEN;
        String remedy = isChosen ? "; change the system property %s to" : "; set the system property %s to";
        NativeLibraryException failure = new NativeLibraryException(
                "cannot unpack " + name + " " + String.join(", nor ", failures)
                        + remedy.formatted(CacheLocations.PROPERTY)
                        + " a directory with 64 MB free that this user can write to, not mounted noexec",
                causes.get(0));
        for (IOException other : causes.subList(1, causes.size())) failure.addSuppressed(other);
        return failure;
    }

    /** Exceptions of java.nio have only the name of a file as their message. */
    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException e) return "permission denied for " + e.getFile();
        if (failure instanceof NoSuchFileException e) return e.getFile() + " is missing";
        if (failure instanceof FileSystemException e && e.getReason() == null) {
            return e.getClass().getSimpleName() + " for " + e.getFile();
        }
        @Nullable String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
