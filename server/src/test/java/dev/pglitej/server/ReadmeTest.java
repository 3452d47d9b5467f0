package dev.pglitej.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The README's example is this one, so it compiles and does what it says. */
final class ReadmeTest {
    @Test
    void theExampleAnswers() throws IOException, SQLException {
        ServerLog log = ServerLog.to(System.err);
        try (PGlite database = PGlite.inMemory();
                Server server = Server.start(Server.bind("127.0.0.1", 0), database, ServerOptions.defaults(), log);
                Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + server.hostAndPort() + "/postgres", "postgres", "");
                ResultSet rows = connection.createStatement().executeQuery("select 6 * 7")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(42);
        }
    }
}
