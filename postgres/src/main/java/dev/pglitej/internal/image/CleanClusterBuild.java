package dev.pglitej.internal.image;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.database.DatabaseAssembly;
import dev.pglitej.internal.database.FreshDatabases;
import dev.pglitej.internal.database.RunningDatabase;
import dev.pglitej.internal.datadir.MemoryStorage;
import dev.pglitej.internal.datadir.Storage;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.options.DatabaseOptions;
import dev.pglitej.internal.snapshot.BuildName;
import dev.pglitej.internal.snapshot.DatabaseSnapshot;
import dev.pglitej.internal.snapshot.SnapshotFile;
import dev.pglitej.spi.Session;
import dev.pglitej.spi.SessionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A step of the build: makes the clean database from which all databases in memory are copied, as resources of this module. The build keeps
 * it under the hashes of the class path and of the other inputs.
 */
// RATIONALE: "Where does a new database in memory come from?"
// RATIONALE: "Are databases that begin with the same image individuals?"
final class CleanClusterBuild {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path classes;
    private final Path cache;
    private final String version;
    private final String circumstances;

    private CleanClusterBuild(Path classes, Path cache, String version, String circumstances) {
        this.classes = classes;
        this.cache = cache;
        this.version = version;
        this.circumstances = circumstances;
    }

    /**
     * Arguments: the root of this module's classes, its version, and a hash of what else the image depends on. The class path is that of
     * the module.
     */
    public static void main(String[] arguments) throws IOException {
        Path classes = Path.of(arguments[0]);
        Path cache = cacheDirectory(System::getenv, Path.of(System.getProperty("user.home")));
        new CleanClusterBuild(classes, cache, arguments[1], arguments[2]).run();
    }

    /** The same cache as for the objects of the natives; a test compares both rules. */
    static Path cacheDirectory(UnaryOperator<String> environment, Path home) {
        String chosen = environment.apply("PGLITEJ_BUILD_CACHE");
        if (chosen != null && !chosen.isEmpty()) return Path.of(chosen);
        String xdg = environment.apply("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isEmpty() ? home.resolve(".cache") : Path.of(xdg);
        return caches.resolve("pglitej-build");
    }

    private void run() throws IOException {
        ClassPathHash hash = ClassPathHash.of(System.getProperty("java.class.path"), CleanClusterBuild::isInput);
        String build = version + " (" + hash.hex().substring(0, 12) + ")";
        Path name = classes.resolve(BuildName.RESOURCE);
        Path image = classes.resolve("META-INF/pglitej/" + FreshDatabases.RESOURCE);
        Path imageHash = image.resolveSibling(image.getFileName() + ".sha256");
        if (isCurrent(name, build) && Files.exists(image) && Files.exists(imageHash)) return;

        Files.createDirectories(image.getParent());
        Path kept = cache.resolve("clean-cluster").resolve(hash.hex() + "-" + circumstances);
        if (Files.notExists(kept)) make(kept, build);
        Files.copy(kept, image, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(imageHash, ClassPathHash.ofFile(image));
        // Last, because it marks the others as complete.
        Files.writeString(name, build);
    }

    private static boolean isCurrent(Path name, String build) throws IOException {
        return Files.exists(name) && Files.readString(name).equals(build);
    }

    /** The inputs of the image: our classes and PostgreSQL, without the files that this writes. */
    private static boolean isInput(String resource) {
        return (resource.startsWith("dev/pglitej/") || resource.startsWith("META-INF/pglitej/"))
                && !resource.equals(BuildName.RESOURCE)
                && !resource.startsWith("META-INF/pglitej/" + FreshDatabases.RESOURCE);
    }

    private static void make(Path file, String build) throws IOException {
        System.err.println("[postgres] making the image of a clean database");
        Files.createDirectories(file.getParent());
        DatabaseOptions options = DatabaseOptions.defaults(line -> {});
        Storage storage = MemoryStorage.empty(SystemClock.INSTANCE, options.capacity());
        try (RunningDatabase database = DatabaseAssembly.booting(options, storage)) {
            connect(database);
            try (DatabaseSnapshot snapshot = database.snapshot(PATIENCE)) {
                snapshot.save(SnapshotFile.at(file, build));
            }
        }
    }

    /**
     * The first session of a database writes the files by which later sessions find the system catalogs, and shows which pages they touch.
     */
    private static void connect(RunningDatabase database) {
        SilentClient client = new SilentClient(Map.of("user", "postgres", "database", "postgres"), "select 1");
        Session session = database.sessions().open(new SessionRequest(client, "the build"));
        session.run();
        if (client.hasFailed() || !client.isReady()) {
            throw new PGliteException("no session of a new database became ready: " + client.answers());
        }
    }
}
