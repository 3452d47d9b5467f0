package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process that is to do one thing and end well. */
final class Command {
    private static final long DEADLINE_SECONDS = 120;

    private Command() {}

    /**
     * Runs it to its end.
     *
     * @throws IllegalStateException when it fails or does not end, with what it wrote
     */
    static void run(List<String> command) {
        try {
            // A file, not a pipe: a server that the command leaves behind would hold a pipe open for good.
            Path output = Files.createTempFile("pglitej-command", ".log");
            try {
                run(command, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot run " + String.join(" ", command), failure);
        }
    }

    private static void run(List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .start();
        if (!endsWithin(process, DEADLINE_SECONDS)) {
            process.destroyForcibly();
            throw failed(command, "did not end within " + DEADLINE_SECONDS + " s", output);
        }
        if (process.exitValue() != 0) throw failed(command, "ended with status " + process.exitValue(), output);
    }

    /** Waits for a process; an interrupt counts as the deadline and stays set. */
    static boolean endsWithin(Process process, long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static IllegalStateException failed(List<String> command, String how, Path output) throws IOException {
        return new IllegalStateException(String.join(" ", command) + " " + how + ":\n"
                + new String(Files.readAllBytes(output), Charset.defaultCharset()));
    }
}
