package dev.pglitej;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Another JVM that opens a database that has a table {@code kept}, commits a row, leaves a second one uncommitted, and
 * then only waits to be killed. Confined to the test's thread.
 */
final class KilledWriter implements AutoCloseable {
    private final Process process;

    private KilledWriter(Process process) {
        this.process = process;
    }

    /** Starts it, and waits until it has committed. */
    static KilledWriter start(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (!"committed".equals(line)) throw new AssertionError("the other JVM said " + line);
        return new KilledWriter(process);
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        PGlite database = PGlite.open(Path.of(arguments[0]));
        ScriptedClient client = ScriptedClient.connect(database);
        client.rows("insert into kept values ('committed')");
        client.rows("begin");
        client.rows("insert into kept values ('uncommitted')");
        System.out.println("committed");
        System.out.println("waits for " + System.in.read());
    }
}
