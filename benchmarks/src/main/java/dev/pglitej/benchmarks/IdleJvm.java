package dev.pglitej.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM that does nothing until its input ends. Confined to one thread. */
final class IdleJvm implements AutoCloseable {
    private final Process process;

    private IdleJvm(Process process) {
        this.process = process;
    }

    /** What the JVM runs. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("idle");
        if (System.in.read() >= 0) throw new IOException("nothing was to be said to an idle JVM");
    }

    /** Starts one with the options of another, which decide how much a JVM takes for itself. */
    static IdleJvm startLike(ProcessHandle other) throws IOException {
        ProcessHandle.Info info = other.info();
        List<String> command = new ArrayList<>();
        command.add(info.command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvmOptions(info.arguments().orElse(new String[0])));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), IdleJvm.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        if (!"idle".equals(output.readLine())) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not start");
        }
        return new IdleJvm(process);
    }

    ProcessHandle jvm() {
        return process.toHandle();
    }

    @Override
    public void close() throws IOException {
        process.outputWriter().close();
        if (!Command.endsWithin(process, 10)) process.destroyForcibly();
    }

    /** Those arguments that are about heap, collector and compiler. */
    static List<String> jvmOptions(String... arguments) {
        return Arrays.stream(arguments)
                .takeWhile(argument -> argument.startsWith("-"))
                .filter(argument -> argument.startsWith("-X") || argument.startsWith("--enable-native-access="))
                .toList();
    }
}
