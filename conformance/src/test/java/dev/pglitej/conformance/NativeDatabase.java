package dev.pglitej.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.benchmarks.Address;
import dev.pglitej.benchmarks.NativePostgres;
import java.io.OutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/** Native PostgreSQL 18 with a database that is empty, for tests that say by it what is right. Thread-safe. */
public final class NativeDatabase implements AutoCloseable {
    private final NativePostgres postgres;

    private NativeDatabase(NativePostgres postgres) {
        this.postgres = postgres;
    }

    /** Starts it with lines of postgresql.conf; where it cannot run ({@link NativePostgres#obstacle}), the tests are skipped. */
    public static NativeDatabase start(String... settings) {
        NativePostgres.obstacle().ifPresent(reason -> assumeTrue(false, reason));
        return new NativeDatabase(
                NativePostgres.start(new PrintStream(OutputStream.nullOutputStream(), true), settings));
    }

    public Connection connect(String user, String name, Map<String, String> parameters) throws SQLException {
        Address address = postgres.address();
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.putAll(parameters);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + name, properties);
    }

    @Override
    public void close() {
        postgres.close();
    }
}
