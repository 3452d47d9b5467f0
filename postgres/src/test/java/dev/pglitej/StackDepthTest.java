package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.Recursions.Recursion;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However deep something nests, its session gets an answer or an error, and no other session notices. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StackDepthTest {
    private static final String TOO_DEEP = "54001";

    /** What native PostgreSQL answers to one or the other of these recursions instead of a result. */
    private static final Set<String> REFUSALS = Set.of(
            TOO_DEEP, "54000", // an array of too many dimensions
            "42601", // the parser's own limit
            "22P02", // more than the type takes
            "2201B", // a regular expression that is too complex
            "2200M", // an XML document that is too deep
            "XX000", // tsquery's and ltree's own limits
            "57014"); // longer than these tests can wait

    /** The smallest value, PostgreSQL's default, and the largest that is allowed. */
    private static final List<String> DEPTHS = List.of("100kB", "2MB", "7680kB");

    private final PGlite database = PGlite.builder().open();
    private final ScriptedClient client = ScriptedClient.connect(database);
    private final ScriptedClient bystander = ScriptedClient.connect(database);
    private final String pid = client.value("select pg_backend_pid()");
    private final String bystandersPid = bystander.value("select pg_backend_pid()");

    @BeforeAll
    void begin() {
        client.rows("set client_min_messages = error");
    }

    @BeforeEach
    void makePlace() {
        client.rows("reset max_stack_depth");
        client.rows("drop schema if exists deep cascade; create schema deep; set search_path = deep, public");
    }

    @AfterAll
    void close() {
        client.close();
        bystander.close();
        database.close();
    }

    static List<Recursion> recursions() {
        return Recursions.all().toList();
    }

    @ParameterizedTest
    @MethodSource("recursions")
    void recursionEndsInAnAnswerOrAnErrorWhateverTheDepthThatIsAllowed(Recursion recursion) {
        recursion.setUp().forEach(client::rows);

        for (String depth : DEPTHS.subList(0, 2)) recur(recursion, depth, 2000, "3s");
    }

    @ParameterizedTest
    @MethodSource("recursions")
    @Tag("long")
    void recursionMuchDeeperThanTheStackEndsInAnErrorToo(Recursion recursion) {
        recursion.setUp().forEach(client::rows);

        for (String depth : DEPTHS) recur(recursion, depth, 100_000, "10s");
    }

    private void recur(Recursion recursion, String depth, int levels, String patience) {
        client.rows("set max_stack_depth = '" + depth + "'");
        client.rows("set statement_timeout = '" + patience + "'");
        List<BackendMessage> answers = client.query(recursion.sql().apply(levels));
        client.rows("reset statement_timeout");

        for (ErrorResponse failure : ScriptedClient.only(answers, ErrorResponse.class)) {
            assertThat(failure.error().sqlState())
                    .as(recursion + " at " + depth)
                    .isIn(REFUSALS);
        }
        assertThat(client.value("select pg_backend_pid()")).isEqualTo(pid);
        assertThat(bystander.value("select pg_backend_pid()")).isEqualTo(bystandersPid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select repeat('[', 500000)::json",
                "select repeat('{\"a\":', 500000)::json",
                "select repeat('[', 500000)::jsonb",
                "select repeat('a', 500000) like repeat('%a', 500000)"
            })
    void dataAloneThatNestTooDeepAreAnError(String sql) {
        ErrorFields error = ScriptedClient.only(client.query(sql), ErrorResponse.class)
                .get(0)
                .error();

        assertThat(error.sqlState()).isEqualTo(TOO_DEEP);
        assertThat(error.message()).isEqualTo("stack depth limit exceeded");
    }

    /** Native PostgreSQL gets to about 4,500 levels with the same 2 MB. */
    @Test
    void endlessRecursionEndsAboutWhereNativePostgresEndsIt() {
        client.rows("create sequence levels");
        client.rows("create function endless(n bigint) returns bigint language sql as"
                + " $$ select endless(nextval('levels')) $$");

        assertThat(client.sqlStateOf("select endless(0)")).isEqualTo(TOO_DEEP);

        assertThat(Integer.parseInt(client.value("select last_value from levels")))
                .isBetween(1500, 9000);
    }

    @Test
    void noMoreIsAllowedThanTheStackHolds() {
        assertThat(client.sqlStateOf("set max_stack_depth = '7681kB'")).isEqualTo("22023");
        client.rows("set max_stack_depth = '7680kB'");
        client.rows("create function endless(n int) returns int language plpgsql as"
                + " $$ begin return endless(n + 1) + 1; end $$");

        assertThat(client.sqlStateOf("select endless(0)")).isEqualTo(TOO_DEEP);
        assertThat(client.sqlStateOf("select repeat('[', 5000000)::json")).isEqualTo(TOO_DEEP);
    }

    /** A result that is right however deep it lies, as long as it is within what is allowed. */
    @Test
    void whatIsWithinTheLimitIsComputed() {
        List<DataRow> rows = ScriptedClient.only(
                client.query("select length((repeat('[', 1000) || repeat(']', 1000))::jsonb::text)"), DataRow.class);

        assertThat(rows.get(0).values().get(0).text()).isEqualTo("2000");
        assertThat(client.value("select 1" + "+1".repeat(1500))).isEqualTo("1501");
    }
}
