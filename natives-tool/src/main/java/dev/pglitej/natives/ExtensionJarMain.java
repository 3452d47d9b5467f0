package dev.pglitej.natives;

import dev.pglitej.natives.artifact.ModuleFacts;
import dev.pglitej.natives.artifact.PglitePackage;
import dev.pglitej.natives.compile.Progress;
import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The command {@code bin/pglitej extension build}: makes a jar of an archive in which PGlite's extensions are published. */
// RATIONALE: "How do extensions get into a database?"
public final class ExtensionJarMain {
    private static final String ARCHIVE = ".tar.gz";
    private static final Set<String> NAMES = Set.of("--root", "--archive", "--name", "--preload", "--output");

    private final Path root;
    private final String searchPath;

    private ExtensionJarMain(Path root, String searchPath) {
        this.root = root;
        this.searchPath = searchPath;
    }

    /**
     * {@code --root=} with this project's directory, {@code --archive=}, and if the user wishes {@code --name=} of the jar's resources,
     * {@code --preload=} with extensions, and {@code --output=}. Ends with status 1 and one message where the build cannot go on.
     */
    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        try {
            Map<String, String> options = BuildOptions.values(List.of(arguments), NAMES);
            Path root = Path.of(BuildOptions.required(options, "--root"));
            new ExtensionJarMain(root, System.getenv().getOrDefault("PATH", "")).run(options);
        } catch (BuildException e) {
            System.err.println("pglitej: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run(Map<String, String> options) throws IOException {
        Path archive = Path.of(BuildOptions.required(options, "--archive"));
        if (!Files.isRegularFile(archive)) throw new BuildException("there is no file " + archive);
        String file = String.valueOf(archive.getFileName());
        if (!file.endsWith(ARCHIVE)) {
            throw new BuildException(archive + " is not an archive as PGlite's extensions have: its name ends in "
                    + ARCHIVE + ", and it has lib/postgresql and share/postgresql/extension");
        }
        String name = options.getOrDefault("--name", file.substring(0, file.length() - ARCHIVE.length()));
        ModuleSources sources = ModuleSources.ofOther(name);
        Path output = Path.of(options.getOrDefault("--output", "pglitej-" + name + ".jar"));
        Path work = Files.createTempDirectory("pglitej-extension");
        try {
            Path classes = Files.createDirectory(work.resolve("classes"));
            writeResources(name, archive, ExtensionOptions.words(options.getOrDefault("--preload", "")), classes, work);
            new ResourceJar(classes).write(sources, root.resolve("engine/target/classes"), output);
        } finally {
            delete(work);
        }
        System.out.println(output);
    }

    private void writeResources(String name, Path archive, Set<String> preload, Path classes, Path work)
            throws IOException {
        Progress progress = new Progress(System.err, InstantSource.system());
        ModuleFacts main =
                PglitePackage.open(root.resolve("natives"), searchPath).facts(NativesBuild.MAIN_MODULE);
        new ExtensionsBuild(
                        name,
                        main,
                        ExtensionsMain.modules(root.resolve("engine/src/main/c"), work, searchPath, progress),
                        progress)
                .write(List.of(archive), preload, classes);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> contents;
        try (Stream<Path> tree = Files.walk(directory)) {
            contents = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : contents) Files.delete(path);
    }
}
