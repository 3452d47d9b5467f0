package dev.pglitej.benchmarks;

import dev.pglitej.PGlite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A JVM that keeps as many databases open as it is told, each with a connection that has had its first row. Confined to one thread. */
final class ManyDatabases implements AutoCloseable {
    private final Process process;
    private final PrintWriter input;
    private final BufferedReader output;

    private ManyDatabases(Process process) {
        this.process = process;
        this.input = new PrintWriter(process.outputWriter(), true);
        this.output = process.inputReader();
    }

    /** What the JVM runs: for each line, a number, it opens databases up to that many, and says how many there are. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<Connection> open = new ArrayList<>();
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            try {
                while (open.size() < Integer.parseInt(line)) {
                    Connection connection = PGlite.inMemory().getConnection();
                    String row = Sql.query(connection, "select 1");
                    if (!row.equals("1")) throw new IOException("select 1 is " + row);
                    open.add(connection);
                }
            } catch (SQLException | RuntimeException | OutOfMemoryError e) {
                System.err.println("no more than " + open.size() + " databases: " + e);
            }
            System.gc();
            System.out.println(open.size());
        }
        // The databases end with this process; closing them takes time and is not what is measured.
        Runtime.getRuntime().halt(0);
    }

    static ManyDatabases start(int heapMegabytes) throws IOException {
        return new ManyDatabases(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMegabytes + "m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyDatabases.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Has it open databases until there are so many; how many there are then. */
    int open(int count) throws IOException {
        input.println(count);
        String answer = output.readLine();
        if (answer == null) throw new IOException("the JVM with many databases has ended");
        return Integer.parseInt(answer);
    }

    ProcessHandle jvm() {
        return process.toHandle();
    }

    PrivateMemory memory() throws IOException {
        return PrivateMemory.of(process.toHandle());
    }

    @Override
    public void close() {
        input.close();
        if (!Command.endsWithin(process, 30)) process.destroyForcibly();
    }
}
