package dev.pglitej;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of these tests in a JVM of its own, under limits of the operating system's. Stateless. */
final class ChildJvm {
    private ChildJvm() {}

    /** Whether a limit of threads ("-u 100") can be had, which counts all threads of a user's, and of root's none. */
    static boolean canLimitThreads() {
        List<String> command = new ArrayList<>(asSomebodyElse());
        command.add("/bin/true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A user that has no other process, and may read the classes all the same. */
    private static List<String> asSomebodyElse() {
        int user = 50_000 + (int) (ProcessHandle.current().pid() % 10_000);
        return List.of(
                "setpriv",
                "--reuid=" + user,
                "--clear-groups",
                "--inh-caps=+dac_override",
                "--ambient-caps=+dac_override");
    }

    /**
     * Runs it to its end.
     *
     * @param limits arguments of the shell's ulimit, such as "-n 200"; or empty
     * @return what it has printed, line by line, and last its exit status
     */
    static List<String> run(String limits, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(options);
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        java.addAll(List.of(arguments));
        String script = (limits.isEmpty() ? "" : "ulimit " + limits + "; ") + "exec \"$@\"";
        List<String> command = new ArrayList<>(limits.startsWith("-u") ? asSomebodyElse() : List.of());
        command.addAll(List.of("/bin/bash", "-c", script, "bash"));
        command.addAll(java);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        List<String> lines = new ArrayList<>(output.lines().toList());
        try {
            lines.add("status " + process.waitFor());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        return lines;
    }
}
