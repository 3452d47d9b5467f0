package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CREATE EXTENSION without the artifact that has it. */
@Timeout(120)
final class MissingExtensionTest {
    private static final String ADVICE = "The extension is in the artifact dev.pglitej:pglitej-pgvector:";

    private static ErrorFields error(ScriptedClient client, String sql) {
        client.send(new Query(sql));
        ErrorFields error = client.receiveError();
        client.receiveUntilReady();
        return error;
    }

    @Test
    void theHintNamesTheArtifactThatHasTheExtension() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            ErrorFields error = error(client, "create extension vector");

            assertThat(error.sqlState()).isEqualTo("0A000");
            assertThat(error.message()).isEqualTo("extension \"vector\" is not available");
            assertThat(error.hint()).startsWith(ADVICE);
            assertThat(error(client, "create extension if not exists vector cascade")
                            .hint())
                    .startsWith(ADVICE);
            assertThat(client.rows("select 1").get(0)).containsExactly("1");
        }
    }

    @Test
    void anExtensionThatNoArtifactHasIsReportedByPostgres() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            ErrorFields error = error(client, "create extension no_such_extension");

            assertThat(error.message()).isEqualTo("extension \"no_such_extension\" is not available");
            assertThat(error.hint()).startsWith("The extension must first be installed");
        }
    }

    @Test
    void postgresLooksInAllDirectoriesOfAnotherControlPath() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("set extension_control_path = '$system:/pglite/data/more'");

            assertThat(error(client, "create extension vector").hint())
                    .startsWith("The extension must first be installed");
        }
    }
}
