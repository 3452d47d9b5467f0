package dev.pglitej.natives;

import dev.pglitej.natives.artifact.ModuleFacts;
import dev.pglitej.natives.artifact.NpmPackage;
import dev.pglitej.natives.artifact.PackageLock;
import dev.pglitej.natives.artifact.PglitePackage;
import dev.pglitej.natives.artifact.Pinned;
import dev.pglitej.natives.artifact.PinnedFiles;
import dev.pglitej.natives.compile.Compiler;
import dev.pglitej.natives.compile.LibraryBuilder;
import dev.pglitej.natives.compile.ModuleBuilder;
import dev.pglitej.natives.compile.ObjectCache;
import dev.pglitej.natives.compile.Progress;
import dev.pglitej.natives.compile.Variant;
import dev.pglitej.natives.supplement.Supplements;
import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The command that Maven runs to build an artifact with extensions. */
public final class ExtensionsMain {
    private static final String ARCHIVE = ".tar.gz";
    private static final String LICENCE = "LICENSE";

    private final ExtensionOptions options;
    private final String searchPath;

    private ExtensionsMain(ExtensionOptions options, String searchPath) {
        this.options = options;
        this.searchPath = searchPath;
    }

    /** See {@link ExtensionOptions}. Ends with status 1 and one message where the build cannot go on. */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        try {
            new ExtensionsMain(
                            ExtensionOptions.parse(List.of(arguments)),
                            System.getenv().getOrDefault("PATH", ""))
                    .run();
        } catch (BuildException e) {
            System.err.println("[natives] " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Pinned pinned = options.hashes().isPresent()
                ? PinnedFiles.read(options.hashes().get())
                : PackageLock.of(options.npm(), options.packageName());
        Path published = new NpmPackage(options.npm(), options.packageName(), pinned).install(searchPath);
        Progress progress = new Progress(System.err, InstantSource.system());
        ModuleFacts main = PglitePackage.open(options.natives(), searchPath)
                .facts(NativesBuild.MAIN_MODULE)
                .with(Supplements.of(options.natives()).exports());
        ModuleBuilder modules = modules(options.runtime(), options.work(), searchPath, progress);
        new ExtensionsBuild(options.artifact(), main, modules, progress)
                .write(archives(pinned, published), options.preload(), options.classes());
        writeLicences(published);
    }

    static ModuleBuilder modules(Path runtime, Path work, String searchPath, Progress progress) throws IOException {
        ObjectCache cache =
                new ObjectCache(ObjectCache.directory(System::getenv, Path.of(System.getProperty("user.home"))));
        Compiler compiler = Compiler.choose(System.getenv().getOrDefault("CC", ""), searchPath);
        LibraryBuilder libraries = new LibraryBuilder(compiler, Variant.plain(), runtime, cache, progress);
        return new ModuleBuilder(new WasmToC(), libraries, cache, work.resolve("translated"), progress);
    }

    private static List<Path> archives(Pinned pinned, Path published) throws IOException {
        if (pinned instanceof PinnedFiles files) {
            return files.names().stream()
                    .filter(name -> name.endsWith(ARCHIVE))
                    .map(published::resolve)
                    .toList();
        }
        try (Stream<Path> files = Files.list(published.resolve("dist"))) {
            List<Path> archives = files.filter(file -> file.toString().endsWith(ARCHIVE))
                    .sorted()
                    .toList();
            if (archives.isEmpty()) throw new BuildException(published + " has no archive dist/*" + ARCHIVE);
            return archives;
        }
    }

    /** The extension's own, which the project has, and the package's; contrib's are the same. */
    private void writeLicences(Path published) throws IOException {
        Path directory = Files.createDirectories(options.classes().resolve("META-INF/licenses/" + options.artifact()));
        Path own = options.project().resolve(LICENCE);
        if (Files.exists(own)) copy(own, directory.resolve(LICENCE));
        copy(published.resolve(LICENCE), directory.resolve(Files.exists(own) ? LICENCE + "-of-the-package" : LICENCE));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
