package dev.pglitej.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of this machine, such as PostgreSQL's own clients. Stateless. */
final class Programs {
    private static final long DEADLINE_SECONDS = 120;

    private Programs() {}

    static boolean isInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(":")).anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** What a program that has to succeed says. */
    static String run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Result result = result(environment, command);
        if (result.status() != 0) throw new AssertionError(command + " failed: " + result.output());
        return result.output();
    }

    /** What a program that has to fail says. */
    static String failure(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Result result = result(environment, command);
        if (result.status() == 0) throw new AssertionError(command + " succeeded: " + result.output());
        return result.output();
    }

    private record Result(int status, String output) {}

    private static Result result(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(Path.of("target"), "program-", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end; so far: " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }
}
