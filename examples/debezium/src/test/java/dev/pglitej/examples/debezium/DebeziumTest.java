package dev.pglitej.examples.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.server.Server;
import dev.pglitej.server.ServerLog;
import dev.pglitej.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debezium's PostgreSQL connector reads a table and its changes with {@code plugin.name=pgoutput}, and continues where it was. */
@Timeout(180)
final class DebeziumTest {
    @TempDir
    private Path directory;

    @Test
    void theConnectorCapturesASnapshotChangesAndANewColumnAndContinuesFromItsOffset() throws IOException, SQLException {
        PGlite.Builder builder =
                PGlite.builder().directory(directory.resolve("data")).setting("wal_level", "logical");
        ServerLog log = ServerLog.to(System.err);
        try (PGlite database = builder.open();
                Server server = Server.start(Server.bind("127.0.0.1", 0), database, ServerOptions.defaults(), log);
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table orders (id int primary key, item text)");
            statement.execute("insert into orders values (1, 'tea'), (2, 'milk')");

            try (Capture capture = Capture.start(server.address().getPort(), directory.resolve("offsets"))) {
                assertThat(capture.take(2)).containsExactly("r id=1 item=tea", "r id=2 item=milk");
                statement.execute("insert into orders values (3, 'bread')");
                statement.execute("update orders set item = 'cream' where id = 2");
                statement.execute("delete from orders where id = 1");
                assertThat(capture.take(3)).containsExactly("c id=3 item=bread", "u id=2 item=cream", "d");
                statement.execute("alter table orders add column amount int default 1");
                statement.execute("insert into orders values (4, 'jam', 2)");
                assertThat(capture.take(1)).containsExactly("c id=4 item=jam amount=2");
            }
            statement.execute("insert into orders values (5, 'salt')");
            try (Capture capture = Capture.start(server.address().getPort(), directory.resolve("offsets"))) {
                assertThat(capture.take(1)).containsExactly("c id=5 item=salt amount=1");
            }
        }
    }
}
