package dev.pglitej.conformance.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.conformance.NativeDatabase;
import dev.pglitej.conformance.ServedDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * pgoutput sends the messages that native PostgreSQL's sends. Scripts in {@code replication/} have statements, each on a line; the line
 * {@code -- options} gives options of the plugin, separated by blanks.
 */
@Tag("native")
@Timeout(300)
final class PgoutputTest {
    private static final String OPTIONS = "-- options ";

    private static NativeDatabase nativeDatabase;
    private static ServedDatabase served;

    @BeforeAll
    static void start() throws IOException {
        nativeDatabase = NativeDatabase.start("wal_level = logical", "max_prepared_transactions = 10");
        served = ServedDatabase.serve(
                PGlite.builder().setting("wal_level", "logical").setting("max_prepared_transactions", "10"));
    }

    @AfterAll
    static void stop() {
        if (served != null) served.close();
        if (nativeDatabase != null) nativeDatabase.close();
    }

    static List<String> scripts() {
        return List.of(
                "rows",
                "identities",
                "types",
                "columns",
                "filters",
                "partitions",
                "generated",
                "messages",
                "truncate",
                "toast",
                "streaming",
                "parallel",
                "prepared",
                "origins",
                "schema-change",
                "binary",
                "publications");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void pgoutputSendsTheSameMessagesAsNativePostgreSql(String script) throws IOException, SQLException {
        List<String> lines = lines(script);

        List<String> expected = messages(nativeDatabase.connect("postgres", "postgres", Map.of()), lines);
        List<String> ours = messages(served.connect("postgres", "postgres"), lines);

        assertThat(expected).isNotEmpty();
        assertThat(ours).isEqualTo(expected);
    }

    private static List<String> lines(String script) throws IOException {
        try (InputStream in = PgoutputTest.class.getResourceAsStream("/replication/" + script + ".sql")) {
            if (in == null) throw new AssertionError("there is no script " + script);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** The messages about what a script does, and the errors of its statements. */
    private static List<String> messages(Connection connection, List<String> lines) throws SQLException {
        Map<String, String> options = new HashMap<>(Map.of("proto_version", "1", "publication_names", "p"));
        List<String> found = new ArrayList<>();
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("create schema replicated");
            statement.execute("set search_path = replicated");
            statement.execute("select pg_create_logical_replication_slot('s', 'pgoutput', false, true)");
            for (String line : lines) {
                if (line.startsWith(OPTIONS)) {
                    for (String option : line.substring(OPTIONS.length()).split(" ", -1)) {
                        options.put(option.replaceFirst("=.*", ""), option.replaceFirst("[^=]*=", ""));
                    }
                } else if (!line.isBlank()) {
                    execute(statement, line, found);
                }
            }
            read(statement, options, found);
            statement.execute("select pg_drop_replication_slot('s')");
            statement.execute("drop publication if exists p, q");
            statement.execute("drop schema replicated cascade");
        }
        return found;
    }

    private static void execute(Statement statement, String line, List<String> found) {
        try {
            statement.execute(line);
        } catch (SQLException e) {
            found.add(e.getSQLState() + " " + e.getMessage());
        }
    }

    private static void read(Statement statement, Map<String, String> options, List<String> found) {
        StringBuilder arguments = new StringBuilder();
        options.forEach((name, value) -> arguments.append(", '" + name + "', '" + value + "'"));
        MessageReader reader = new MessageReader("parallel".equals(options.get("streaming")));
        try (ResultSet rows = statement.executeQuery(
                "select data from pg_logical_slot_peek_binary_changes('s', null, null" + arguments + ")")) {
            while (rows.next()) found.add(reader.read(rows.getBytes(1)));
        } catch (SQLException e) {
            found.add(e.getSQLState() + " " + e.getMessage());
        }
    }
}
