package dev.pglitej.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM that opens a fresh database, prints its first row, and ends. */
final class FirstRow {
    private FirstRow() {}

    /** What the JVM runs. Its argument is an engine's name, or the URL of a database that runs; without one it does nothing. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.out.println("nothing");
            return;
        }
        if (arguments[0].startsWith("jdbc:")) {
            print(arguments[0]);
            return;
        }
        switch (Engine.valueOf(arguments[0])) {
            case PGLITEJ -> print("jdbc:pglite:memory:");
            case H2 -> print("jdbc:h2:mem:");
            case ZONKY -> {
                double ignored = Engine.ZONKY.firstRow();
                System.out.println(1);
            }
        }
    }

    private static void print(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1")) {
            rows.next();
            System.out.println(rows.getInt(1));
            System.out.flush();
        }
    }

    /** Milliseconds from the start of a JVM to its row. */
    static double inNewJvm(Engine engine) throws IOException {
        return measure(List.of(), engine.name());
    }

    /** Milliseconds from the start of a JVM to a row of a database that runs already, elsewhere. */
    static double inNewJvm(String url) throws IOException {
        return measure(List.of(), url);
    }

    static double nothingInNewJvm() throws IOException {
        return measure(List.of());
    }

    /** Has a JVM leave an archive of the classes that it loads for an engine's row, for others to begin with. */
    static void archiveClasses(Engine engine, Path archive) throws IOException {
        measure(List.of("-XX:ArchiveClassesAtExit=" + archive), engine.name());
    }

    /** The same as {@link #inNewJvm} with such an archive. */
    static double inNewJvm(Engine engine, Path archive) throws IOException {
        return measure(List.of("-XX:SharedArchiveFile=" + archive), engine.name());
    }

    private static double measure(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FirstRow.class.getName()));
        command.addAll(Arrays.asList(arguments));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = process.inputReader()) {
            if (output.readLine() == null) throw new IOException(String.join(" ", command) + " printed nothing");
            double millis = (System.nanoTime() - start) / 1e6;
            if (!Command.endsWithin(process, 60)) process.destroyForcibly();
            return millis;
        }
    }
}
