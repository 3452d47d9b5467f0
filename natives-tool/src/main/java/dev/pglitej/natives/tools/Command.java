package dev.pglitej.natives.tools;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs programs of the machine that builds. */
public final class Command {
    private Command() {}

    /**
     * How a program ended.
     *
     * @param output what it wrote to either of its streams
     */
    public record Result(int exitStatus, String output) {}

    /** Where a program is, looked up as a shell would do it. */
    public static Optional<Path> find(String name, String searchPath) {
        if (name.contains("/")) return Optional.of(Path.of(name)).filter(Files::isExecutable);
        for (String directory : searchPath.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, name);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) return Optional.of(candidate);
        }
        return Optional.empty();
    }

    /** Runs a program to its end, with nothing to read. */
    public static Result run(Path directory, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted while " + command.get(0) + " ran", e);
        }
    }
}
