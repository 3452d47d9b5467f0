package dev.pglitej;

import dev.pglitej.api.Durability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another JVM that opens a database and prints its log. Confined to the test's thread. */
final class RecoveringChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader log;

    private RecoveringChild(Process process) {
        this.process = process;
        this.log = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static RecoveringChild start(Path directory) throws IOException {
        return new RecoveringChild(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecoveringChild.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start());
    }

    /** Waits for a line of its log that contains this. */
    void awaitLine(String part) throws IOException {
        StringBuilder before = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains(part)) return;
            before.append(line).append('\n');
        }
        throw new AssertionError("the other JVM ended without a line with \"" + part + "\":\n" + before);
    }

    /** As SIGTERM does. */
    void terminate() {
        process.destroy();
    }

    /** Whether it ends within the deadline of all tests. */
    boolean awaitEnd() {
        try {
            return process.waitFor(Eventually.DEADLINE_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while another JVM ended", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] arguments) {
        PGlite.builder()
                .directory(Path.of(arguments[0]))
                .durability(Durability.NONE)
                .log(System.out::println)
                .open();
    }
}
