package dev.pglitej.internal.engine;

import dev.pglitej.internal.engine.nativelib.NativeLibraries;
import dev.pglitej.internal.engine.nativelib.NativeLibraryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;

/**
 * Loads the engine's library, for any number of class loaders in one JVM; see loader.c. Thread-safe.
 *
 * <p>A class initializer would not do, because it would report the reason of a failure only once.
 */
// RATIONALE: "Why do class loaders share the engine's library?"
final class EngineLibrary {
    /** glibc's message for a file system that is mounted noexec. */
    private static final String NOT_EXECUTABLE = "failed to map segment";

    private EngineLibrary() {}

    private static native long attach(Class<?> natives, byte[] path);

    /**
     * Registers the native methods of the engine for a class of this class loader.
     *
     * @return what the engine knows this class loader by; it frees what belongs to that when the class loader has been collected
     * @throws EngineException with the reason, and what to do
     */
    static long load(Class<?> natives) {
        try {
            while (true) {
                OptionalLong owner = attached(natives, NativeLibraries.locate("pglitej_loader"));
                if (owner.isPresent()) return owner.getAsLong();
                // Elsewhere, then.
            }
        } catch (NativeLibraryException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Empty if the system loads nothing from the directory of the loader, but there is another directory to try. */
    private static OptionalLong attached(Class<?> natives, Path loader) {
        try {
            loadLoader(loader);
            return OptionalLong.of(attach(natives, NativeRuntime.path(NativeLibraries.locate("pglitej_engine"))));
        } catch (UnsatisfiedLinkError e) {
            boolean isMountedNoexec = String.valueOf(e.getMessage()).contains(NOT_EXECUTABLE);
            if (isMountedNoexec && NativeLibraries.giveUp(loader)) return OptionalLong.empty();
            String remedy = isMountedNoexec
                    ? "the file system of %s is mounted noexec, or a policy forbids to run code from there; set the system"
                                    .formatted(loader.getParent())
                            + " property pglitej.cache to a directory elsewhere"
                    : "it needs Linux with glibc";
            throw new EngineException("cannot load the engine's library: " + e.getMessage() + "; " + remedy, e);
        }
    }

    private static void loadLoader(Path loader) {
        try {
            System.load(loader.toString());
        } catch (UnsatisfiedLinkError e) {
            // Usually because another class loader has loaded it. JVMs have different messages for that. With another
            // reason, loading the copy fails too.
            loadCopy(loader, e);
        }
    }

    private static void loadCopy(Path loader, UnsatisfiedLinkError reason) {
        try {
            Path copy = createFileBeside(loader);
            try {
                Files.copy(loader, copy, StandardCopyOption.REPLACE_EXISTING);
                System.load(copy.toString());
            } finally {
                // A mapped file needs no name.
                Files.deleteIfExists(copy);
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            reason.addSuppressed(e);
            throw reason;
        }
    }

    private static Path createFileBeside(Path loader) throws IOException {
        Path directory = loader.getParent();
        return directory != null && Files.isWritable(directory)
                ? Files.createTempFile(directory, "loader-", ".so")
                : Files.createTempFile("pglitej-loader-", ".so");
    }
}
