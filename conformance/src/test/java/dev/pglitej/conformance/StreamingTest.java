package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.conformance.wire.WireClient;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten million rows pass through a server of which nothing grows with them. It has a heap of 96 MB, which is resident from the start and has
 * no room to collect rows; what it has besides (compiled code, the backend's memory) may grow, but by no part of the result to speak of.
 */
@Timeout(240)
final class StreamingTest {
    private static final int ROWS = 10_000_000;
    private static final int TEXT_BYTES = 48;
    private static final String MANY = "select generate_series(1, " + ROWS + "), repeat('x', " + TEXT_BYTES + ")";
    private static final int LOOK_EVERY = 500_000;
    /** A quarter of the bytes of the texts. A driver or server that collects all rows would need more than all of these bytes. */
    private static final long MOST_GROWTH = (long) ROWS * TEXT_BYTES / 4;

    @SuppressWarnings("NullAway.Init")
    private ServerProcess server;

    private long resident;
    private long mostResident;

    @BeforeEach
    void start() throws IOException {
        server = ServerProcess.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSimpleQueryStreams() throws IOException {
        try (WireClient client =
                WireClient.connect(server.address(), Map.of("user", "postgres", "database", "postgres"))) {
            client.send(new Query(MANY));
            int count = 0;
            for (BackendMessage message = client.receive(); !(message instanceof ReadyForQuery); ) {
                if (message instanceof DataRow) look(++count);
                message = client.receive();
            }

            assertThat(count).isEqualTo(ROWS);
            assertThat(mostResident - resident).isLessThan(MOST_GROWTH);
        }
    }

    @Test
    void aCursorOfTheDriverStreams() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1_000);
            int count = 0;
            try (ResultSet rows = statement.executeQuery(MANY)) {
                while (rows.next()) look(++count);
            }

            assertThat(count).isEqualTo(ROWS);
            assertThat(mostResident - resident).isLessThan(MOST_GROWTH);
        }
    }

    /** Each look takes this client a while, in which the server has to wait. */
    private void look(int count) {
        if (count % LOOK_EVERY != 0) return;
        mostResident = Math.max(mostResident, server.residentBytes());
        if (count == LOOK_EVERY) resident = mostResident;
    }
}
