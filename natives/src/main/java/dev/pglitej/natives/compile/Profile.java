package dev.pglitej.natives.compile;

import dev.pglitej.natives.BuildException;
import dev.pglitej.natives.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Records which paths of the libraries a training run takes. */
public final class Profile {
    /** Names to the training command the directory that has to come first on its class path. */
    public static final String CLASSES_VARIABLE = "PGLITEJ_RECORDING_CLASSES";

    private final Compiler compiler;
    private final Path directory;

    public Profile(Compiler compiler, Path directory) {
        this.compiler = compiler;
        this.directory = directory;
    }

    /**
     * Runs the training.
     *
     * @param training a shell command
     * @param recording the classes directory with libraries that record
     * @return the merged profile
     */
    public Path record(String training, Path recording, String searchPath) throws IOException {
        Path tool = compiler.profileTool(searchPath);
        Files.createDirectories(directory);
        for (Path old : recorded()) Files.delete(old);
        // %m: a file for each library; %p: and for each process, as the training may well start several.
        Map<String, String> environment = Map.of(
                "LLVM_PROFILE_FILE",
                directory.toAbsolutePath().resolve("%m-%p.profraw").toString(),
                CLASSES_VARIABLE,
                recording.toAbsolutePath().toString());
        Command.Result result = Command.run(Path.of("."), environment, List.of("sh", "-c", training));
        if (result.exitStatus() != 0) {
            throw new BuildException("the training command failed with status " + result.exitStatus() + ": " + training
                    + "\n" + result.output().strip());
        }
        return merge(tool);
    }

    private Path merge(Path tool) throws IOException {
        List<Path> parts = recorded();
        if (parts.isEmpty()) {
            throw new BuildException("the training command recorded nothing; it has to put $" + CLASSES_VARIABLE
                    + " first on its class path, with a cache of unpacked libraries of its own, and to exit normally");
        }
        Path merged = directory.resolve("merged.profdata");
        List<String> command = new ArrayList<>(List.of(tool.toString(), "merge", "-o", merged.toString()));
        parts.forEach(part -> command.add(part.toString()));
        Command.Result result = Command.run(Path.of("."), Map.of(), command);
        if (result.exitStatus() != 0) {
            throw new BuildException(
                    "cannot merge the recorded profiles: " + result.output().strip());
        }
        return merged;
    }

    private List<Path> recorded() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".profraw"))
                    .sorted()
                    .toList();
        }
    }
}
