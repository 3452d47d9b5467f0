package dev.pglitej.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** PGliteJ with one database, in a process of its own that {@code bin/pglitej serve} starts. As {@link Contender}. */
final class ServedPglite implements Contender {
    // The first one on a machine builds everything.
    private static final long READY_MINUTES = 60;
    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Address address;

    private ServedPglite(Process process, Address address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it with a database in memory.
     *
     * @param home the directory that {@code bin/pglitej} is in
     * @throws IllegalStateException when it does not get ready
     */
    static ServedPglite start(Path home, PrintStream log) {
        return start(home, log, Map.of());
    }

    /**
     * The same with a database in a directory, which is made if need be.
     *
     * @param environment what its process has in its environment besides ours
     */
    static ServedPglite startIn(Path data, Path home, PrintStream log, Map<String, String> environment) {
        return start(home, log, environment, "--data", data.toString());
    }

    private static ServedPglite start(Path home, PrintStream log, Map<String, String> environment, String... options) {
        Path program = home.resolve("bin").resolve("pglitej");
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(program + " is not there; start a server yourself and name it with --ours");
        }
        List<String> command = new ArrayList<>(List.of(program.toString(), "serve", "--port", "0"));
        command.addAll(List.of(options));
        log.println("PGliteJ: " + String.join(" ", command));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
            return new ServedPglite(process, awaitReady(process));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + program, failure);
        }
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public void close() {
        stop(process);
    }

    /** The JVM that serves: the largest of the processes that were started, for a script may stand before it. */
    ProcessHandle jvm() {
        return family(process)
                .max(Comparator.comparing(ResidentMemory::bytesOf))
                .orElseThrow();
    }

    private static Address awaitReady(Process process) {
        try {
            return CompletableFuture.supplyAsync(() -> readyLine(process))
                    .orTimeout(READY_MINUTES, TimeUnit.MINUTES)
                    .join();
        } catch (CompletionException failure) {
            stop(process);
            if (failure.getCause() instanceof TimeoutException) {
                throw new IllegalStateException(
                        "the server was not ready after " + READY_MINUTES + " minutes", failure);
            }
            throw new IllegalStateException("the server did not get ready; its own messages say why", failure);
        }
    }

    private static Address readyLine(Process process) {
        try {
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            if (line == null) throw new IllegalStateException("it ended without a line on its standard output");
            return Address.in(line)
                    .orElseThrow(() -> new IllegalStateException("no host:port is in its line '" + line + "'"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read from the server", failure);
        }
    }

    private static void stop(Process process) {
        List<ProcessHandle> family = family(process).toList();
        family.forEach(ProcessHandle::destroy);
        if (!Command.endsWithin(process, STOP_SECONDS)) family.forEach(ProcessHandle::destroyForcibly);
    }

    private static Stream<ProcessHandle> family(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }
}
