package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import dev.pglitej.Snapshot;
import dev.pglitej.api.Subscription;
import dev.pglitej.jdbc.contract.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A use of all that keeps something: databases in memory and in a directory, copies, listeners, timeouts, delayed closing, faults. */
final class ApplicationWork {
    private ApplicationWork() {}

    static String runAll() throws Exception {
        String answer = run();
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:shared?closeDelay=1")) {
            connection.setNetworkTimeout(Runnable::run, 10_000);
            Sql.execute(connection, "create table t (a int)", "insert into t values (1)");
        }
        withCopies();
        inDirectory();
        return answer;
    }

    /** What each application does. */
    static String run() throws Exception {
        // DriverManager looks for drivers once a JVM: what is loaded later has to say that it is there.
        Class.forName(PGliteDriver.class.getName());
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:?setting.max_connections=7")) {
            return Sql.text(connection, "select 6 * 7");
        }
    }

    private static void withCopies() throws Exception {
        try (PGlite database = PGlite.inMemory();
                Snapshot snapshot = database.snapshot();
                PGlite copy = snapshot.open()) {
            CountDownLatch heard = new CountDownLatch(1);
            Subscription subscription = copy.listen("news", notification -> heard.countDown());
            try (Connection connection = copy.getConnection()) {
                Sql.execute(connection, "notify news");
                if (!heard.await(30, TimeUnit.SECONDS)) throw new IllegalStateException("no notification came");
            } finally {
                subscription.close();
            }
        }
    }

    private static void inDirectory() throws Exception {
        Path directory = Files.createTempDirectory("redeployments");
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:file:" + directory.resolve("data"))) {
            Sql.execute(connection, "create table t (a int)");
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
