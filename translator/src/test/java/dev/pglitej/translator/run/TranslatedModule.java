package dev.pglitej.translator.run;

import dev.pglitej.translator.Sharding;
import dev.pglitej.translator.Translator;
import dev.pglitej.translator.wasm.Export;
import dev.pglitej.translator.wasm.Signature;
import dev.pglitej.translator.wasm.WasmFile;
import dev.pglitej.translator.wasm.WasmReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A module that was translated, compiled with the C compiler and linked to harness.c, as a program. */
public final class TranslatedModule {
    private static final Path RUNTIME =
            Path.of("..", "engine", "src", "main", "c").toAbsolutePath();
    // Whichever the build has found.
    private static final List<String> C_COMPILER = List.of(
            "sh",
            "-c",
            ". '%s' && exec $(c_compiler) \"$@\""
                    .formatted(Path.of("..", "config", "c-compiler.sh").toAbsolutePath()),
            "c-compiler");
    private static final List<String> FLAGS = List.of(
            "-O1",
            "-fno-strict-aliasing",
            "-fwrapv",
            "-ffp-contract=off",
            "-fno-stack-protector",
            "-fvisibility=hidden",
            "-Wall",
            "-Werror",
            // Code that no compiler would write, but these tests do.
            "-Wno-tautological-compare",
            "-Wno-bool-compare",
            "-Wno-int-in-bool-context",
            "-Wno-parentheses");

    private static final List<String> TRAPS = List.of(
            "NONE",
            "UNREACHABLE",
            "INTEGER_DIVIDE_BY_ZERO",
            "INTEGER_OVERFLOW",
            "INVALID_CONVERSION",
            "MEMORY_OUT_OF_BOUNDS",
            "TABLE_OUT_OF_BOUNDS",
            "UNDEFINED_ELEMENT",
            "INDIRECT_CALL_TYPE");

    private final WasmFile file;
    private final Path directory;
    private final Path program;

    private TranslatedModule(WasmFile file, Path directory, Path program) {
        this.file = file;
        this.directory = directory;
        this.program = program;
    }

    /** Makes the program in an empty directory. */
    public static TranslatedModule compile(byte[] wasm, Path directory, String... directives) {
        try {
            WasmFile file = WasmReader.read(wasm);
            Translator.Translation translation = Translator.translate(
                    file, directory, new Translator.Options("tested", List.of(directives), Sharding.DEFAULT));
            Path harness = directory.resolve("harness.c");
            try (InputStream source = TranslatedModule.class.getResourceAsStream("/harness.c")) {
                Files.copy(Objects.requireNonNull(source, "harness.c is a test resource"), harness);
            }
            Path program = directory.resolve("tested");
            List<String> command = new ArrayList<>(C_COMPILER);
            command.addAll(FLAGS);
            command.addAll(List.of("-I" + RUNTIME, "-I" + directory, "-o", program.toString(), harness.toString()));
            translation.sources().forEach(source -> command.add(source.toString()));
            command.add("-lm");
            run(command, directory, "");
            return new TranslatedModule(file, directory, program);
        } catch (IOException e) {
            throw new IllegalStateException("cannot compile in " + directory, e);
        }
    }

    /** What a fresh instance says to these commands of the harness. */
    public List<String> converse(List<String> commands) {
        try {
            String answers = run(List.of(program.toString()), directory, String.join("\n", commands) + "\n");
            return answers.lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + program, e);
        }
    }

    /** Calls a fresh instance. */
    public List<Outcome> call(List<Call> calls) {
        List<String> answers =
                converse(calls.stream().map(TranslatedModule::command).toList());
        List<Outcome> outcomes = new ArrayList<>();
        int call = 0;
        for (String answer : answers) {
            if (!answer.startsWith("host ")) {
                outcomes.add(outcome(answer, signature(calls.get(call++).export())));
            }
        }
        return outcomes;
    }

    private static String command(Call call) {
        return "call " + call.export()
                + call.arguments().stream().map(a -> " " + Long.toHexString(a)).collect(Collectors.joining());
    }

    private Signature signature(String export) {
        return file.exports().stream()
                .filter(e -> e.kind() == Export.Kind.FUNCTION && e.name().equals(export))
                .map(e -> file.signatureOf(e.index()))
                .findFirst()
                .orElseThrow();
    }

    private static Outcome outcome(String answer, Signature signature) {
        String[] words = answer.split(" ", -1);
        if (words[0].equals("trap")) return new Outcome.Trapped(TRAPS.get(Integer.parseInt(words[1])));
        long[] bits = new long[words.length - 1];
        for (int i = 0; i < bits.length; i++) bits[i] = Long.parseUnsignedLong(words[i + 1], 16);
        return Results.of(signature, bits);
    }

    private static String run(List<String> command, Path directory, String input) throws IOException {
        Path answers = Files.createTempFile(directory, "output", ".txt");
        Path commands = Files.writeString(Files.createTempFile(directory, "input", ".txt"), input);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(commands.toFile())
                .redirectOutput(answers.toFile())
                .start();
        try {
            int status = process.waitFor();
            String output = Files.readString(answers);
            if (status != 0) throw new IllegalStateException(command + " ended with status " + status + ":\n" + output);
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroy();
        }
    }
}
