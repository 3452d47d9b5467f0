package dev.pglitej.conformance.isolation;

import dev.pglitej.PGlite;
import dev.pglitej.conformance.ServedDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A served database gives the answers of native PostgreSQL. */
final class ServedIsolationTest extends IsolationContract {
    @SuppressWarnings("NullAway.Init")
    private ServedDatabase database;

    @BeforeAll
    void start() throws IOException {
        database = ServedDatabase.serve(PGlite.builder().setting("max_prepared_transactions", "4"));
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Override
    InetSocketAddress server() {
        return database.address();
    }
}
