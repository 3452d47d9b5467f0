package dev.pglitej.jdbc;

import dev.pglitej.internal.engine.JvmExit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A JVM that opens a database, ends, and writes its last in shutdown hooks. */
final class ExitingProgram {
    static final int HOOKS = 8;

    private static final CountDownLatch FOREVER = new CountDownLatch(1);

    private ExitingProgram() {}

    /** When the hooks are registered. */
    enum Order {
        HOOKS_FIRST,
        DATABASE_FIRST,
        MIXED;

        int hooksFirst() {
            return switch (this) {
                case HOOKS_FIRST -> HOOKS;
                case DATABASE_FIRST -> 0;
                case MIXED -> HOOKS / 2;
            };
        }
    }

    /** How the JVM ends. */
    enum End {
        /** After the last thread. */
        RETURN,
        EXIT,
        /** By SIGTERM. */
        SIGNAL,
        /** By SIGKILL, or as if by that: no hook runs. */
        HALT
    }

    /** What the hooks write with. */
    enum Use {
        /** All with one connection, which nobody closes. */
        SHARED,
        /** The same, where others have taken all the places that the JVM has behind its hooks. */
        SHARED_WITHOUT_PLACE,
        /** Each with a connection of its own, opened before and left open. */
        OWN,
        /** Each with one that it opens and closes, as a pool that another hook has closed would not let it. */
        NEW
    }

    /** Runs it to its end. Its exit status. */
    static int run(String url, Order order, End end, Use use) throws IOException, InterruptedException {
        Process process = start(url, order, end, use);
        if (end == End.SIGNAL) {
            // It says when it is to be ended.
            if (process.getInputStream().read() < 0) throw new AssertionError("it ended before");
            boolean ignored = process.toHandle().destroy();
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end; it said: " + output);
        }
        System.out.print(output);
        return process.exitValue();
    }

    private static Process start(String url, Order order, End end, Use use) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ExitingProgram.class.getName(),
                url,
                order.name(),
                end.name(),
                use.name());
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        Order order = Order.valueOf(arguments[1]);
        Use use = Use.valueOf(arguments[3]);
        List<Connection> connections = new ArrayList<>();
        int first = order.hooksFirst();
        boolean isTaken = use == Use.SHARED_WITHOUT_PLACE;
        while (isTaken) isTaken = JvmExit.runAfterHooks(() -> {});
        addHooks(0, first, url, use, connections);
        connections.add(DriverManager.getConnection(url));
        for (int i = 1; i < HOOKS && use == Use.OWN; i++) connections.add(DriverManager.getConnection(url));
        try (Statement statement = connections.get(0).createStatement()) {
            statement.execute("create table last_words (hook int)");
            statement.execute("create unlogged table unlogged_words as select 1 as word");
        }
        addHooks(first, HOOKS, url, use, connections);
        end(End.valueOf(arguments[2]));
    }

    private static void end(End end) throws InterruptedException {
        switch (end) {
            case RETURN -> {}
            case EXIT -> System.exit(7);
            case HALT -> Runtime.getRuntime().halt(7);
            case SIGNAL -> {
                System.out.println("!");
                FOREVER.await();
            }
        }
    }

    private static void addHooks(int first, int behind, String url, Use use, List<Connection> connections) {
        for (int i = first; i < behind; i++) {
            int number = i;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> write(number, url, use, connections)));
        }
    }

    private static void write(int number, String url, Use use, List<Connection> connections) {
        try {
            if (use == Use.NEW) {
                try (Connection connection = DriverManager.getConnection(url)) {
                    write(number, connection);
                }
            } else {
                write(number, connections.get(use == Use.OWN ? number : 0));
            }
        } catch (SQLException e) {
            System.out.println("hook " + number + ": " + e);
        }
    }

    /** Late, so that a database that is closed too early is closed before this. */
    private static void write(int number, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_sleep(0.05 * " + number + ")");
            TimeUnit.MILLISECONDS.sleep(10L * number);
            statement.execute("insert into last_words values (" + number + ")");
        } catch (InterruptedException e) {
            throw new SQLException("interrupted", e);
        }
    }
}
