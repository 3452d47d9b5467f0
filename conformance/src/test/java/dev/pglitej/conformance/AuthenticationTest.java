package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pglitej.PGlite;
import dev.pglitej.conformance.wire.WireClient;
import dev.pglitej.server.Server;
import dev.pglitej.server.ServerLog;
import dev.pglitej.server.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in is decided by PostgreSQL, with its roles and its pg_hba.conf, by the address that a client has. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
final class AuthenticationTest {
    private static final String TRUST_THE_ADMINISTRATOR = "host all postgres 127.0.0.1/32 trust";
    private static final String PASSWORDS = "host all all 127.0.0.1/32 scram-sha-256";

    @SuppressWarnings("NullAway.Init")
    private Path data;

    @SuppressWarnings("NullAway.Init")
    private ServedDatabase database;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, SQLException {
        data = directory.resolve("data");
        database = ServedDatabase.in(data);
        try (Connection administrator = database.connect()) {
            execute(administrator, "create role keeper login password 'right'", "create role banned login");
        }
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @Test
    void aPasswordIsAskedForWherePgHbaWantsIt() throws SQLException, IOException {
        configure(TRUST_THE_ADMINISTRATOR, PASSWORDS);

        try (Connection keeper = connect("keeper", "right")) {
            assertThat(value(keeper, "select current_user")).isEqualTo("keeper");
            assertThat(value(keeper, "select system_user")).isEqualTo("scram-sha-256:keeper");
        }
        assertThat(refusal("keeper", "wrong").getSQLState()).isEqualTo("28P01");
        // Whether there is such a role is not told to those who do not know its password.
        assertThat(refusal("nobody", "right").getSQLState()).isEqualTo("28P01");
        assertThat(refusal("banned", "right").getSQLState()).isEqualTo("28P01");
    }

    @Test
    void aPasswordThatIsChangedHoldsFromTheNextSessionOn() throws SQLException, IOException {
        configure(TRUST_THE_ADMINISTRATOR, PASSWORDS);
        try (Connection administrator = database.connect()) {
            execute(administrator, "create role mover login password 'first'");
            try (Connection before = connect("mover", "first")) {
                execute(before, "alter role mover password 'second'");
                assertThat(value(before, "select 1")).isEqualTo("1");
            }

            assertThat(refusal("mover", "first").getSQLState()).isEqualTo("28P01");
            connect("mover", "second").close();
            execute(administrator, "alter role mover valid until '2001-01-01'");
            assertThat(refusal("mover", "second").getSQLState()).isEqualTo("28P01");
        }
    }

    @Test
    void theFirstLineThatFitsDecides() throws SQLException, IOException {
        configure(
                TRUST_THE_ADMINISTRATOR,
                "host all banned 127.0.0.1/32 reject",
                "hostssl all keeper 127.0.0.1/32 trust",
                "local all keeper trust",
                "hostnossl template1 keeper 127.0.0.1/32 trust",
                PASSWORDS);

        SQLException rejected = refusal("banned", "right");
        assertThat(rejected.getSQLState()).isEqualTo("28000");
        assertThat(rejected.getMessage()).contains("pg_hba.conf rejects connection for host \"127.0.0.1\"");
        assertThat(refusal("keeper", "wrong").getSQLState()).isEqualTo("28P01");
        connect("keeper", "wrong", Map.of("PGDBNAME", "template1")).close();
    }

    @Test
    void aClientFromAnotherAddressNeedsALineOfItsOwn() throws SQLException, IOException {
        configure(TRUST_THE_ADMINISTRATOR, PASSWORDS);
        Map<String, String> elsewhere = Map.of("localSocketAddress", "127.0.0.2");

        SQLException refused = catchThrowableOfType(
                SQLException.class, () -> connect("postgres", "", elsewhere).close());
        assertThat(refused.getSQLState()).isEqualTo("28000");
        assertThat(refused.getMessage()).contains("no pg_hba.conf entry for host \"127.0.0.2\"");

        configure(TRUST_THE_ADMINISTRATOR, "host all all 127.0.0.0/8 trust");
        try (Connection connection = connect("postgres", "", elsewhere)) {
            assertThat(value(connection, "select inet_client_addr()")).isEqualTo("127.0.0.2");
        }
    }

    @Test
    void theAddressesOfClientsAreShown() throws SQLException, IOException {
        configure(TRUST_THE_ADMINISTRATOR);
        try (Connection connection = database.connect();
                WireClient other = WireClient.connect(
                        database.address(), Map.of("user", "postgres", "application_name", "the other"))) {
            assertThat(value(
                            connection,
                            "select host(client_addr) || ':' || client_port from pg_stat_activity"
                                    + " where application_name = 'the other'"))
                    .isEqualTo("127.0.0.1:" + other.localPort());
        }
    }

    @Test
    void aServerThatStartsReadsPgHbaToo(@TempDir Path directory) throws SQLException, IOException {
        Path own = directory.resolve("data");
        try (ServedDatabase first = ServedDatabase.in(own);
                Connection administrator = first.connect()) {
            execute(administrator, "create role keeper login password 'right'");
        }
        Files.write(own.resolve("pg_hba.conf"), List.of(PASSWORDS));

        try (ServedDatabase second = ServedDatabase.in(own)) {
            connect(second, "keeper", "right", Map.of()).close();
            SQLException refused = catchThrowableOfType(
                    SQLException.class,
                    () -> connect(second, "postgres", "guess", Map.of()).close());
            assertThat(refused.getSQLState()).isEqualTo("28P01");
        }
    }

    @Test
    void clientsOfIPv6HaveTheirAddressesToo() throws Exception {
        byte[] one = new byte[16];
        one[15] = 1;
        InetAddress loopback = InetAddress.getByAddress(one);
        assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has no IPv6");
        ServerLog log = ServerLog.to(System.err);
        try (PGlite memory = PGlite.inMemory();
                Server server = Server.start(Server.bind("::1", 0), memory, ServerOptions.defaults(), log);
                Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + server.hostAndPort() + "/postgres", user("postgres", ""))) {
            assertThat(value(connection, "select inet_client_addr()")).isEqualTo("::1");
        }
    }

    @Test
    void psqlIsLetInWithItsPassword() throws Exception {
        assumeTrue(Programs.isInstalled("psql"), "psql is not installed");
        configure(TRUST_THE_ADMINISTRATOR, PASSWORDS);
        List<String> command = List.of(
                "psql",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(database.address().getPort()),
                "-U",
                "keeper",
                "-Atc",
                "select system_user",
                "postgres");

        assertThat(Programs.run(Map.of("PGPASSWORD", "right"), command)).isEqualTo("scram-sha-256:keeper\n");
        assertThat(Programs.failure(Map.of("PGPASSWORD", "wrong"), command))
                .contains("password authentication failed for user \"keeper\"");
    }

    private void configure(String... lines) throws IOException, SQLException {
        Files.write(data.resolve("pg_hba.conf"), List.of(lines));
        try (Connection administrator = database.connect()) {
            assertThat(value(administrator, "select pg_reload_conf()")).isEqualTo("t");
        }
    }

    private SQLException refusal(String user, String password) {
        SQLException refused = catchThrowableOfType(
                SQLException.class, () -> connect(user, password).close());
        if (refused == null) throw new AssertionError(user + " was let in");
        return refused;
    }

    private Connection connect(String user, String password) throws SQLException {
        return connect(user, password, Map.of());
    }

    private Connection connect(String user, String password, Map<String, String> more) throws SQLException {
        return connect(database, user, password, more);
    }

    private static Connection connect(ServedDatabase served, String user, String password, Map<String, String> more)
            throws SQLException {
        Properties properties = user(user, password);
        properties.putAll(more);
        String name = more.getOrDefault("PGDBNAME", "postgres");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + served.address().getPort() + "/" + name, properties);
    }

    private static Properties user(String user, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        return properties;
    }
}
