package dev.pglitej.natives.compile;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Command;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Records which paths of the libraries a training run takes. Kept in the cache under the hash of what decides them. */
// RATIONALE: "What is a release trained on, and why not on the benchmarks?"
// RATIONALE: "Why does the profile come from instrumented code, and from clang alone?"
public final class Profile {
    /** Names to the training command the directory that has to come first on its class path. */
    public static final String CLASSES_VARIABLE = "PGLITEJ_RECORDING_CLASSES";
    /** Names to the training command the class path of this build, for what else it needs. */
    public static final String CLASSPATH_VARIABLE = "PGLITEJ_TRAINING_CLASSPATH";

    private final Compiler compiler;
    private final String searchPath;
    private final Path directory;
    private final ObjectCache cache;

    /**
     * @param directory for what is recorded
     */
    public Profile(Compiler compiler, String searchPath, Path directory, ObjectCache cache) {
        this.compiler = compiler;
        this.searchPath = searchPath;
        this.directory = directory;
        this.cache = cache;
    }

    /** Ends the build where recording cannot work, before anything is compiled for it. */
    public void requireTools() throws IOException {
        compiler.profileTool(searchPath);
        Files.createDirectories(directory);
        requireLinking(
                Variant.recording().linkFlags(),
                "cannot record a profile; install its runtime library (Debian: " + compiler.runtimePackage() + ")");
        requireLinking(
                Variant.linkingAcrossFiles(),
                "cannot optimize across files; install LLVM's linker (Debian: " + compiler.linkerPackage() + ")");
    }

    private void requireLinking(List<String> flags, String failure) throws IOException {
        Path source = Files.writeString(directory.resolve("probe.c"), "int probe(void) { return 0; }\n");
        List<String> command = new ArrayList<>(compiler.command());
        command.addAll(flags);
        command.addAll(List.of(
                "-fPIC", source.toString(), "-o", directory.resolve("probe.so").toString()));
        Command.Result result = Command.run(Path.of("."), Map.of(), command);
        if (result.exitStatus() != 0) {
            throw new BuildException(
                    compiler.name() + " " + failure + ":\n" + result.output().strip());
        }
    }

    /**
     * What a training run records, or has recorded when it is the same as before.
     *
     * @param training a shell command
     * @param recording the classes directory with libraries that record
     * @param workload the directories whose files decide what the command does
     * @return the merged profile
     */
    public Path of(String training, Path recording, List<Path> workload) throws IOException {
        Sha256 sha256 = new Sha256().add("profile").add(compiler.version()).add(training);
        List<Path> inputs = new ArrayList<>(workload);
        inputs.add(recording);
        for (Path input : inputs) addFiles(sha256, input);
        String key = sha256.hex();
        Path merged = directory.resolve("merged.profdata");
        Optional<byte[]> known = cache.get(key);
        if (known.isPresent()) {
            Files.createDirectories(directory);
            AtomicFiles.write(merged, known.get());
        } else {
            record(training, recording, merged);
            cache.put(key, Files.readAllBytes(merged));
        }
        return merged;
    }

    private void record(String training, Path recording, Path merged) throws IOException {
        Path tool = compiler.profileTool(searchPath);
        Files.createDirectories(directory);
        for (Path old : recorded()) Files.delete(old);
        // %m: a file for each library; %p: and for each process, as the training may well start several.
        Map<String, String> environment = Map.of(
                "LLVM_PROFILE_FILE",
                directory.toAbsolutePath().resolve("%m-%p.profraw").toString(),
                CLASSES_VARIABLE,
                recording.toAbsolutePath().toString(),
                CLASSPATH_VARIABLE,
                System.getProperty("java.class.path"),
                "JAVA_HOME",
                System.getProperty("java.home"));
        Command.Result result = Command.run(Path.of("."), environment, List.of("sh", "-c", training));
        if (result.exitStatus() != 0) {
            throw new BuildException("the training command failed with status " + result.exitStatus() + ": " + training
                    + "\n" + result.output().strip());
        }
        merge(tool, merged);
    }

    private static void addFiles(Sha256 sha256, Path tree) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(tree)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) sha256.add(tree.relativize(file).toString()).add(file);
    }

    private void merge(Path tool, Path merged) throws IOException {
        List<Path> parts = recorded();
        if (parts.isEmpty()) {
            throw new BuildException("the training command recorded nothing; it has to put $" + CLASSES_VARIABLE
                    + " first on its class path, with a cache of unpacked libraries of its own, and to exit normally");
        }
        List<String> command = new ArrayList<>(List.of(tool.toString(), "merge", "-o", merged.toString()));
        parts.forEach(part -> command.add(part.toString()));
        Command.Result result = Command.run(Path.of("."), Map.of(), command);
        if (result.exitStatus() != 0) {
            throw new BuildException(
                    "cannot merge the recorded profiles: " + result.output().strip());
        }
    }

    private List<Path> recorded() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".profraw"))
                    .sorted()
                    .toList();
        }
    }
}
