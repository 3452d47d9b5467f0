package dev.pglitej.conformance.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.conformance.Queries;
import dev.pglitej.conformance.ServedDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** pgjdbc's replication streams read what a database publishes, over TCP and in process, and a slot knows where its reader was. */
@Timeout(120)
final class ReplicationStreamTest {
    private static final Map<String, String> REPLICATION =
            Map.of("replication", "database", "preferQueryMode", "simple", "assumeMinServerVersion", "10");

    @TempDir
    private Path directory;

    private static PGlite.Builder logical() {
        return PGlite.builder().setting("wal_level", "logical");
    }

    private static void prepare(Connection connection) throws SQLException {
        Queries.execute(
                connection,
                "create table t (a int primary key, b text)",
                "create publication p for table t",
                "select pg_create_logical_replication_slot('s', 'pgoutput')");
    }

    private static PGReplicationStream stream(Connection replication) throws SQLException {
        return replication
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName("s")
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", "p")
                .start();
    }

    /** The next messages, until one begins so. */
    private static List<String> readUntil(PGReplicationStream stream, MessageReader reader, String last)
            throws SQLException {
        List<String> messages = new ArrayList<>();
        do {
            ByteBuffer buffer = stream.read();
            byte[] message = new byte[buffer.remaining()];
            buffer.get(message);
            messages.add(reader.read(message));
        } while (!messages.get(messages.size() - 1).startsWith(last));
        return messages;
    }

    private static void acknowledge(PGReplicationStream stream) throws SQLException {
        LogSequenceNumber place = stream.getLastReceiveLSN();
        stream.setAppliedLSN(place);
        stream.setFlushedLSN(place);
        stream.forceUpdateStatus();
    }

    @Test
    void aStreamOverTcpGetsEachTransactionWhenItCommits() throws IOException, SQLException {
        try (ServedDatabase served = ServedDatabase.serve(logical());
                Connection session = served.connect("postgres", "postgres")) {
            prepare(session);
            try (Connection replication = served.connect("postgres", "postgres", REPLICATION);
                    PGReplicationStream stream = stream(replication)) {
                MessageReader reader = new MessageReader(false);

                Queries.execute(session, "insert into t values (1, 'one')");
                List<String> first = readUntil(stream, reader, "C");
                Queries.execute(session, "update t set b = 'uno'");
                List<String> second = readUntil(stream, reader, "C");

                assertThat(first)
                        .containsExactly(
                                "B",
                                "R public.t identity d, key a type 23 -1, b type 25 -1",
                                "I public.t N(1, one)",
                                "C flags 0");
                assertThat(second).containsExactly("B", "U public.t N(1, uno)", "C flags 0");
            }
        }
    }

    @Test
    void aStreamInProcessGetsEachTransactionWhenItCommits() throws SQLException {
        String url = "jdbc:pglite:memory:stream?setting.wal_level=logical";
        try (Connection session = DriverManager.getConnection(url)) {
            prepare(session);
            Properties properties = new Properties();
            properties.putAll(REPLICATION);
            try (Connection replication = DriverManager.getConnection(url, properties);
                    PGReplicationStream stream = stream(replication)) {
                Queries.execute(session, "insert into t values (1, 'one')");

                assertThat(readUntil(stream, new MessageReader(false), "C")).contains("I public.t N(1, one)");
            }
        }
    }

    /** The example of docs/replication.md. */
    @Test
    void aStreamInProcessIsOpenedAsByTheExample() throws SQLException {
        String url = "jdbc:pglite:memory:shop?setting.wal_level=logical";
        try (Connection session = DriverManager.getConnection(url)) {
            Queries.execute(
                    session,
                    "create table orders (id int primary key)",
                    "create publication shop for table orders",
                    "select pg_create_logical_replication_slot('reader', 'pgoutput')",
                    "insert into orders values (1)");

            assertThat(firstMessage(url)).isEqualTo('B');
        }
    }

    private static char firstMessage(String url) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "10");
        try (Connection connection = DriverManager.getConnection(url, properties);
                PGReplicationStream stream = connection
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName("reader")
                        .withSlotOption("proto_version", 1)
                        .withSlotOption("publication_names", "shop")
                        .start()) {
            ByteBuffer message = stream.read();
            return (char) message.get();
        }
    }

    @Test
    void aSlotOfADirectoryContinuesBehindWhatItsReaderAcknowledged() throws IOException, SQLException {
        try (ServedDatabase served = ServedDatabase.serve(logical().directory(directory));
                Connection session = served.connect("postgres", "postgres")) {
            prepare(session);
            Queries.execute(
                    session, "insert into t values (1, 'acknowledged')", "insert into t values (2, 'read only')");
            try (Connection replication = served.connect("postgres", "postgres", REPLICATION);
                    PGReplicationStream stream = stream(replication)) {
                MessageReader reader = new MessageReader(false);
                readUntil(stream, reader, "C");
                acknowledge(stream);
                readUntil(stream, reader, "C");
            }
            Queries.await(session, "select not active from pg_replication_slots where slot_name = 's'");
        }

        try (ServedDatabase served = ServedDatabase.serve(logical().directory(directory));
                Connection session = served.connect("postgres", "postgres")) {
            Queries.execute(session, "insert into t values (3, 'new')");
            try (Connection replication = served.connect("postgres", "postgres", REPLICATION);
                    PGReplicationStream stream = stream(replication)) {
                MessageReader reader = new MessageReader(false);

                assertThat(readUntil(stream, reader, "C")).contains("I public.t N(2, read only)");
                assertThat(readUntil(stream, reader, "C")).contains("I public.t N(3, new)");
            }
        }
    }
}
