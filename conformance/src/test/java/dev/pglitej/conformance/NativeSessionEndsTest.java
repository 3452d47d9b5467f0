package dev.pglitej.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.benchmarks.Address;
import dev.pglitej.benchmarks.NativePostgres;
import dev.pglitej.jdbc.SessionEndsContract;
import java.io.OutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Why sessions of native PostgreSQL 18 end, where it can run: see {@link NativePostgres#obstacle}. */
@Tag("native")
final class NativeSessionEndsTest extends SessionEndsContract {
    private static @Nullable NativePostgres postgres;

    @BeforeAll
    static void start() {
        NativePostgres.obstacle().ifPresent(reason -> assumeTrue(false, reason));
        postgres = NativePostgres.start(new PrintStream(OutputStream.nullOutputStream(), true));
    }

    @AfterAll
    static void stop() {
        if (postgres != null) postgres.close();
    }

    @Override
    protected Connection connect(String user, String name, Map<String, String> parameters) throws SQLException {
        if (postgres == null) throw new IllegalStateException("native PostgreSQL has not been started");
        Address address = postgres.address();
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.putAll(parameters);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + name, properties);
    }
}
