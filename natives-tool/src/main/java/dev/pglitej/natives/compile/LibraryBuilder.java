package dev.pglitej.natives.compile;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Command;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Makes one shared library of a directory of generated C and assembly, compiling only what the cache does not have. */
public final class LibraryBuilder {
    private static final List<String> COMPILED = List.of(".c", ".S");
    /**
     * No file comes near, unless it is a single function of thousands of lines, over which an optimiser spends minutes and gigabytes, or
     * the table of a large side module's relocations, which is read once.
     */
    private static final long OPTIMISED_BYTES = 1_000_000;

    private final Compiler compiler;
    private final Variant variant;
    private final Path runtime;
    private final ObjectCache cache;
    private final Progress progress;

    /**
     * @param runtime the directory with the runtime's headers
     */
    public LibraryBuilder(Compiler compiler, Variant variant, Path runtime, ObjectCache cache, Progress progress) {
        this.compiler = compiler;
        this.variant = variant;
        this.runtime = runtime;
        this.cache = cache;
        this.progress = progress;
    }

    /** What goes into an object besides its own source: C includes headers, assembly includes data. */
    private record Shared(String identity, String headers, String data) {
        String includedBy(Path file) {
            return identity + (file.toString().endsWith(".S") ? data : headers);
        }
    }

    /** What determines the result besides the sources. */
    public String identity() throws IOException {
        Sha256 sha256 = new Sha256()
                .add(compiler.version())
                .add(String.join(
                        " ", compiler.command().subList(1, compiler.command().size())));
        return sha256.add(variant.identity()).add(hashOf(contract())).hex();
    }

    /** The runtime's headers that generated code includes; the others are the runtime's own. */
    private List<Path> contract() throws IOException {
        return filesOf(runtime, List.of(".h")).stream()
                .filter(file -> file.getFileName().toString().startsWith("rt"))
                .toList();
    }

    /** Compiles on all processors, and links. */
    public void build(String name, Path sources, Path library) throws IOException {
        List<Path> files = filesOf(sources, COMPILED);
        // The big ones first, so that no processor is left with one of them at the end.
        files.sort(Comparator.comparingLong(LibraryBuilder::size).reversed().thenComparing(Path::toString));
        Path objects = Files.createDirectories(sources.resolve("objects"));
        String headers = hashOf(filesOf(sources, List.of(".h")));
        Shared shared = new Shared(identity(), headers, hashOf(filesOf(sources, List.of(".data"))));
        ExecutorService processors =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            AtomicInteger done = new AtomicInteger();
            List<Future<Path>> results = new ArrayList<>();
            for (Path file : files) {
                results.add(processors.submit(() -> {
                    Path object = objects.resolve(file.getFileName() + ".o");
                    compile(sources, file, object, shared);
                    progress.count("compiling " + name, done.incrementAndGet(), files.size());
                    return object;
                }));
            }
            List<Path> compiled = new ArrayList<>();
            for (Future<Path> result : results) compiled.add(result(result));
            link(compiled, library);
        } finally {
            end(processors);
        }
    }

    /** Compilers that still run write files, so they must have ended before a failed build is cleaned up. */
    private void end(ExecutorService processors) {
        processors.shutdownNow();
        try {
            if (!processors.awaitTermination(1, TimeUnit.MINUTES)) {
                progress.say("a compiler still runs a minute after it was told to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compile(Path sources, Path file, Path object, Shared shared) throws IOException {
        List<String> flags = flagsFor(file);
        Sha256 made = new Sha256()
                .add("object")
                .add(shared.includedBy(file))
                .add(file.getFileName().toString())
                .add(file);
        flags.forEach(made::add);
        String key = made.hex();
        Optional<byte[]> known = cache.get(key);
        if (known.isPresent()) {
            Files.write(object, known.get());
            return;
        }
        List<String> command = new ArrayList<>(compiler.command());
        command.addAll(variant.compileFlags());
        command.addAll(flags);
        command.addAll(List.of(
                "-I",
                runtime.toAbsolutePath().toString(),
                "-c",
                file.getFileName().toString(),
                "-o"));
        command.add(object.toAbsolutePath().toString());
        run("compile " + file, sources, command);
        cache.put(key, Files.readAllBytes(object));
    }

    private static List<String> flagsFor(Path file) {
        // The descriptor is large for its tables, and has functions that matter.
        boolean isDescriptor = file.toString().endsWith("_module.c");
        return size(file) > OPTIMISED_BYTES && !isDescriptor ? List.of("-O0") : List.of();
    }

    private void link(List<Path> objects, Path library) throws IOException {
        Files.createDirectories(library.toAbsolutePath().getParent());
        Path linked = AtomicFiles.besides(library.toAbsolutePath());
        try {
            List<String> command = new ArrayList<>(compiler.command());
            command.addAll(variant.linkFlags());
            command.addAll(List.of("-o", linked.toString()));
            objects.stream().sorted().map(o -> o.toAbsolutePath().toString()).forEach(command::add);
            command.add("-lm");
            run("link " + library.getFileName(), Path.of("."), command);
            AtomicFiles.replace(library, linked);
        } finally {
            Files.deleteIfExists(linked);
        }
    }

    private void run(String what, Path directory, List<String> command) throws IOException {
        Command.Result result = Command.run(directory, Map.of(), command);
        if (result.exitStatus() != 0) {
            throw new BuildException("cannot " + what + " with " + compiler.name() + " (status " + result.exitStatus()
                    + "):\n" + result.output().strip());
        }
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BuildException failure) throw failure;
            if (e.getCause() instanceof IOException failure) throw failure;
            throw new IllegalStateException("compiling failed unexpectedly", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BuildException("interrupted while compiling", e);
        }
    }

    private static String hashOf(List<Path> files) throws IOException {
        Sha256 sha256 = new Sha256();
        for (Path file : files) sha256.add(file.getFileName().toString()).add(file);
        return sha256.hex();
    }

    private static List<Path> filesOf(Path directory, List<String> endings) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.filter(f -> endings.stream().anyMatch(f.toString()::endsWith))
                    .sorted()
                    .toList());
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the size of " + file, e);
        }
    }
}
