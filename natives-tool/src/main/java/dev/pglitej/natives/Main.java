package dev.pglitej.natives;

import dev.pglitej.natives.artifact.PglitePackage;
import dev.pglitej.natives.compile.Compiler;
import dev.pglitej.natives.compile.LibraryBuilder;
import dev.pglitej.natives.compile.ModuleBuilder;
import dev.pglitej.natives.compile.ObjectCache;
import dev.pglitej.natives.compile.Profile;
import dev.pglitej.natives.compile.Progress;
import dev.pglitej.natives.compile.SourceTranslation;
import dev.pglitej.natives.compile.Variant;
import dev.pglitej.natives.finder.FinderException;
import dev.pglitej.natives.supplement.Supplements;
import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The command that Maven runs to build the native libraries. */
public final class Main {
    private static final Duration CACHED_FOR = Duration.ofDays(60);

    private final BuildOptions options;
    private final Map<String, String> environment;
    private final Progress progress = new Progress(System.err, InstantSource.system());
    private final ObjectCache cache;
    private final SourceTranslation translation = new WasmToC();

    private Main(BuildOptions options, Map<String, String> environment) throws IOException {
        this.options = options;
        this.environment = environment;
        this.cache = new ObjectCache(ObjectCache.directory(environment::get, Path.of(System.getProperty("user.home"))));
    }

    /** See {@link BuildOptions}. Ends with status 1 and one message where the build cannot go on. */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        try {
            new Main(BuildOptions.parse(List.of(arguments)), System.getenv()).runAlone();
        } catch (BuildException | FinderException e) {
            System.err.println("[natives] " + e.getMessage());
            System.exit(1);
        }
    }

    /** Two builds of the same tree would take each other's files away; the second waits, and then finds all done. */
    private void runAlone() throws IOException {
        Path lock = Files.createDirectories(options.work()).resolve("lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock held = channel.tryLock();
            if (held == null) {
                progress.say("waiting for another build in " + options.work());
                channel.lock();
            }
            run();
        }
    }

    private void run() throws IOException {
        String searchPath = environment.getOrDefault("PATH", "");
        Compiler compiler = Compiler.choose(environment.getOrDefault("CC", ""), searchPath);
        progress.say("compiling with " + compiler.name());
        PglitePackage pglite = PglitePackage.open(options.project(), searchPath);
        NativesBuild build = new NativesBuild(
                pglite, IcuFiles.of(options.project(), pglite), Supplements.of(options.project()), cache, progress);
        if (options.training().isEmpty()) {
            build.write(builders(compiler, Variant.plain()), options.classes());
        } else {
            build.write(builders(compiler, Variant.using(train(compiler, searchPath, build))), options.classes());
        }
        cache.prune(CACHED_FOR, InstantSource.system().instant());
    }

    /** The profile of what the training command executes, which is kept as long as neither it nor the libraries change. */
    private Path train(Compiler compiler, String searchPath, NativesBuild build) throws IOException {
        Profile profile = new Profile(compiler, searchPath, options.work().resolve("profile"), cache);
        profile.requireTools();
        Path recording = options.work().resolve("recording-classes");
        build.write(builders(compiler, Variant.recording()), recording);
        progress.say("training, unless the cache has its result: " + options.training());
        return profile.of(options.training(), recording, options.workload());
    }

    private NativesBuild.Builders builders(Compiler compiler, Variant variant) throws IOException {
        return new NativesBuild.Builders(
                modules(compiler, variant, translation, "translated"),
                modules(compiler, variant.forHandwrittenCode(), Supplements.of(options.project()), "supplements"));
    }

    private ModuleBuilder modules(Compiler compiler, Variant variant, SourceTranslation sources, String directory) {
        LibraryBuilder libraries = new LibraryBuilder(compiler, variant, options.runtime(), cache, progress);
        return new ModuleBuilder(sources, libraries, cache, options.work().resolve(directory), progress);
    }
}
