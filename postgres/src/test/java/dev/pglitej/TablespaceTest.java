package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.api.Durability;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tablespaces in the data directory come and go while others work. Dropping one waits for a checkpoint in the middle. */
@Timeout(120)
final class TablespaceTest {
    @Test
    void aTablespaceThatIsEmptyAgainIsDropped() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            create(client, "t2");
            client.rows("create table x (a int) tablespace t2");
            client.rows("insert into x values (1)");
            client.rows("drop table x");

            client.rows("drop tablespace t2");

            assertThat(client.value("select count(*) from pg_tablespace where spcname = 't2'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aTablespaceThatIsInUseStays() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            create(client, "used");
            client.rows("create table x (a int) tablespace used");

            assertThat(client.sqlStateOf("drop tablespace used")).isEqualTo("55000");

            client.rows("insert into x values (1)");
            assertThat(client.value("select count(*) from x")).isEqualTo("1");
        }
    }

    @Test
    void manySessionsDropTablespacesAtOnceWhileOthersWork(@TempDir Path directory) {
        try (PGlite database = PGlite.builder()
                .directory(directory)
                .durability(Durability.NONE)
                .open()) {
            List<ScriptedClient> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) clients.add(ScriptedClient.connect(database));
            clients.get(0).rows("create table shared (a int)");
            for (int i = 0; i < 6; i++) create(clients.get(i), "s" + i);

            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 6; i++) clients.get(i).send(new Query(work(i)));
                for (ScriptedClient client : clients) {
                    assertThat(ScriptedClient.only(client.receiveUntilReady(), ErrorResponse.class))
                            .isEmpty();
                }
                for (int i = 0; i < 3; i++) clients.get(i).send(new Query("drop tablespace s" + i));
                for (int i = 3; i < 6; i++) clients.get(i).send(new Query(work(i)));
                for (ScriptedClient client : clients) {
                    assertThat(ScriptedClient.only(client.receiveUntilReady(), ErrorResponse.class))
                            .isEmpty();
                }
                for (int i = 0; i < 3; i++) create(clients.get(i), "s" + i);
            }

            assertThat(clients.get(0).value("select count(*) from shared")).isEqualTo("45");
            clients.forEach(ScriptedClient::close);
        }
    }

    private static String work(int number) {
        return "create table t%1$d tablespace s%1$d as select generate_series(1, 100); insert into shared values (%1$d); drop table t%1$d"
                .formatted(number);
    }

    private static void create(ScriptedClient client, String name) {
        client.rows("set allow_in_place_tablespaces = on");
        client.rows("create tablespace " + name + " location ''");
    }
}
