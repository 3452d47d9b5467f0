package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.server.Server;
import dev.pglitej.server.ServerLog;
import dev.pglitej.server.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a session sees of the address that its server listens on. */
@Timeout(120)
final class ServerAddressTest {
    private static final String SERVER = "select host(inet_server_addr()) || ' ' || inet_server_port()";
    private static final String SETTINGS =
            "select string_agg(name || '=' || setting, ' ' order by name) from pg_settings"
                    + " where name in ('listen_addresses', 'port', 'unix_socket_directories')";

    private static Server serve(PGlite database, String host) throws IOException {
        return Server.start(Server.bind(host, 0), database, ServerOptions.defaults(), ServerLog.to(System.err));
    }

    private static Connection connect(String host, Server server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + host + ":" + server.address().getPort() + "/postgres?user=postgres");
    }

    @Test
    void itIsTheAddressThatTheClientHasConnectedTo() throws Exception {
        try (PGlite database = PGlite.inMemory();
                Server one = serve(database, "127.0.0.1");
                Server other = serve(database, "127.0.0.2");
                Connection first = connect("127.0.0.1", one);
                Connection second = connect("127.0.0.2", other)) {
            int port = one.address().getPort();
            assertThat(value(first, SERVER)).isEqualTo("127.0.0.1 " + port);
            assertThat(value(first, SETTINGS))
                    .isEqualTo("listen_addresses=127.0.0.1 port=" + port + " unix_socket_directories=");
            assertThat(value(first, "show port")).isEqualTo(Integer.toString(port));
            assertThat(value(second, SERVER))
                    .isEqualTo("127.0.0.2 " + other.address().getPort());
            assertThat(value(second, "show listen_addresses")).isEqualTo("127.0.0.2");
        }
    }

    @Test
    void aServerOfAllAddressesSaysSo() throws Exception {
        try (PGlite database = PGlite.inMemory();
                Server server = serve(database, "0.0.0.0");
                Connection connection = connect("127.0.0.1", server)) {
            assertThat(value(connection, SERVER))
                    .isEqualTo("127.0.0.1 " + server.address().getPort());
            assertThat(value(connection, "show listen_addresses")).isEqualTo("*");
        }
    }

    @Test
    void addressesMayBeOfIPv6() throws Exception {
        byte[] one = new byte[16];
        one[15] = 1;
        Assumptions.assumeTrue(
                NetworkInterface.getByInetAddress(InetAddress.getByAddress(one)) != null, "this machine has no IPv6");
        try (PGlite database = PGlite.inMemory();
                Server server = serve(database, "::1");
                Connection connection = connect("[::1]", server)) {
            assertThat(value(connection, SERVER))
                    .isEqualTo("::1 " + server.address().getPort());
            assertThat(value(connection, "select inet_server_addr() = inet_client_addr()"))
                    .isEqualTo("t");
        }
    }

    @Test
    void whatTheConfigurationFileSaysOfAddressesDoesNotCountHereEither(@TempDir Path directory) throws Exception {
        Path data = directory.resolve("data");
        PGlite.open(data).close();
        Files.writeString(
                data.resolve("postgresql.conf"),
                "port = 6543\nlisten_addresses = '192.0.2.1'\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);
        try (ServedDatabase served = ServedDatabase.in(data);
                Connection connection = served.connect()) {
            String port = Integer.toString(served.address().getPort());
            assertThat(value(connection, "show port")).isEqualTo(port);
            execute(connection, "alter system set port = 7000", "select pg_reload_conf()");
            assertThat(value(connection, "show port")).isEqualTo(port);
            try (Connection next = served.connect()) {
                assertThat(value(next, "show listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(value(next, "show port")).isEqualTo(port);
            }
        }
    }

    @Test
    void aSessionInTheSameProcessHasNoServer() throws Exception {
        try (PGlite database = PGlite.inMemory();
                Connection connection = database.getConnection()) {
            assertThat(value(connection, "select inet_server_addr() is null and inet_server_port() is null"))
                    .isEqualTo("t");
        }
    }
}
