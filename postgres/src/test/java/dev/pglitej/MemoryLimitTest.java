package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Bind;
import dev.pglitej.internal.protocol.FrontendMessage.Execute;
import dev.pglitej.internal.protocol.FrontendMessage.Parse;
import dev.pglitej.internal.protocol.FrontendMessage.Sync;
import dev.pglitej.internal.protocol.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a session can do with the memory that it may have, as docs/limits.md says, and what it is told beyond that.
 *
 * <p>The system property {@code pglitej.session.megabytes} says how much that is in the test of the documented sizes.
 */
@Timeout(900)
final class MemoryLimitTest {
    private static final long MEGABYTE = 1 << 20;

    /** The limit for which the sizes in docs/limits.md were measured. */
    private static final int DOCUMENTED_LIMIT = 2048;

    private static final int LIMIT = Integer.getInteger("pglitej.session.megabytes", 512);
    /** What of it PostgreSQL's shared memory takes. */
    private static final int SHARED = 150;

    private static PGlite withMegabytes(int limit) {
        return PGlite.builder().memoryLimit(limit * MEGABYTE).open();
    }

    private static ErrorFields errorOf(ScriptedClient client, String sql) {
        return ScriptedClient.only(client.query(sql), ErrorResponse.class)
                .get(0)
                .error();
    }

    /** A documented size, in proportion to what the session of this test has for itself. */
    private static int megabytes(int documented) {
        return documented * (LIMIT - SHARED) / (DOCUMENTED_LIMIT - SHARED);
    }

    @Test
    void anAllocationThatFailsIsPostgresqlsErrorWithAHintThatNamesTheLimit() {
        try (PGlite database = withMegabytes(256);
                ScriptedClient other = ScriptedClient.connect(database);
                ScriptedClient client = ScriptedClient.connect(database)) {
            ErrorFields error = errorOf(client, "select length(repeat('x', 200000000))");

            assertThat(error.sqlState()).isEqualTo("53200");
            assertThat(error.message()).isEqualTo("out of memory");
            assertThat(error.detail())
                    .isEqualTo("Failed on request of size 200000004 in memory context \"ExprContext\".");
            assertThat(error.hint())
                    .startsWith("A session can have 256 MB of memory, shared_buffers included.")
                    .contains("memoryLimit, up to 2048 MB")
                    .contains("large object");
            assertThat(error.fields())
                    .containsEntry('F', "mcxt.c")
                    .containsEntry('R', "MemoryContextAllocationFailure");
            assertThat(client.value("select length(repeat('x', 2000000))")).isEqualTo("2000000");
            assertThat(other.value("select 1")).isEqualTo("1");
        }
    }

    @Test
    void anAllocationThatGrowsWhatIsThereFailsTheSameWay() {
        try (PGlite database = withMegabytes(256);
                ScriptedClient client = ScriptedClient.connect(database)) {
            ErrorFields error =
                    errorOf(client, "select length(string_agg(repeat('x', 1000000), '')) from generate_series(1, 500)");

            assertThat(error.sqlState()).isEqualTo("53200");
            assertThat(error.hint()).contains("256 MB");
        }
    }

    @Test
    void whatNativePostgresqlRefusesAsWellHasItsOwnError() {
        try (PGlite database = PGlite.inMemory();
                ScriptedClient client = ScriptedClient.connect(database)) {
            ErrorFields error = errorOf(client, "select repeat('x', 1073741824)");

            assertThat(error.sqlState()).isEqualTo("54000");
            assertThat(error.hint()).isEmpty();
        }
    }

    @Test
    void anErrorOfLackingMemoryIsCaughtAsAnyOther() {
        try (PGlite database = withMegabytes(256);
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows(
                    "create function fill() returns text language plpgsql as $$ declare hint text; begin"
                            + " perform length(repeat('x', 200000000)); return '';"
                            + " exception when out_of_memory then get stacked diagnostics hint = pg_exception_hint; return hint; end $$");

            for (int i = 0; i < 100; i++) {
                assertThat(client.value("select fill()")).contains("256 MB");
            }
        }
    }

    @Test
    void valuesAsLargeAsDocumentedAreSentMadeStoredAndRead() {
        int sent = megabytes(250) << 20;
        int made = megabytes(400) << 20;
        try (PGlite database = withMegabytes(LIMIT);
                ScriptedClient client = ScriptedClient.connect(database)) {
            client.rows("create table large (name text, value text)");

            insert(client, "x".repeat(sent));
            client.rows("insert into large values ('made', repeat('x', " + made + "))");

            assertThat(client.rows("select name, length(value) from large order by name"))
                    .containsExactly(List.of("made", Integer.toString(made)), List.of("sent", Integer.toString(sent)));
            List<DataRow> read =
                    ScriptedClient.only(client.query("select value from large where name = 'made'"), DataRow.class);
            assertThat(read.get(0).values().get(0).text()).hasSize(made);
        }
    }

    private static void insert(ScriptedClient client, String value) {
        client.send(
                new Parse("", "insert into large values ('sent', $1)", List.of()),
                new Bind("", "", List.of(), List.of(Value.text(value)), List.of()),
                new Execute("", 0),
                new Sync());
        List<BackendMessage> answers = client.receiveUntilReady();
        assertThat(ScriptedClient.only(answers, ErrorResponse.class)).isEmpty();
    }

    @Test
    void settingsThatNeedMoreThanTheLimitAreRefusedWithAMessageThatNamesIt() {
        PGlite.Builder builder = PGlite.builder().memoryLimit("200MB").setting("shared_buffers", "400MB");

        assertThatThrownBy(builder::open)
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("The memory limit is 200 MB for a session")
                .hasMessageContaining("raise it (memoryLimit)");
    }
}
