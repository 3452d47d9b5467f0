package dev.pglitej;

import static dev.pglitej.ScriptedClient.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.BindComplete;
import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.BackendMessage.CopyInResponse;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.EmptyQueryResponse;
import dev.pglitej.internal.protocol.BackendMessage.NoticeResponse;
import dev.pglitej.internal.protocol.BackendMessage.ParameterDescription;
import dev.pglitej.internal.protocol.BackendMessage.ParseComplete;
import dev.pglitej.internal.protocol.BackendMessage.PortalSuspended;
import dev.pglitej.internal.protocol.BackendMessage.ReadyForQuery;
import dev.pglitej.internal.protocol.BackendMessage.RowDescription;
import dev.pglitej.internal.protocol.FrontendMessage.Bind;
import dev.pglitej.internal.protocol.FrontendMessage.CopyData;
import dev.pglitej.internal.protocol.FrontendMessage.CopyDone;
import dev.pglitej.internal.protocol.FrontendMessage.CopyFail;
import dev.pglitej.internal.protocol.FrontendMessage.Describe;
import dev.pglitej.internal.protocol.FrontendMessage.Execute;
import dev.pglitej.internal.protocol.FrontendMessage.Flush;
import dev.pglitej.internal.protocol.FrontendMessage.Parse;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import dev.pglitej.internal.protocol.FrontendMessage.Sync;
import dev.pglitej.internal.protocol.FrontendMessage.Target;
import dev.pglitej.internal.protocol.Value;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What one session does with the messages of the protocol. */
@TestInstance(Lifecycle.PER_CLASS)
final class QueryTest {
    private static final int INT4 = 23;

    @SuppressWarnings("NullAway.Init")
    private PGlite database;

    @SuppressWarnings("NullAway.Init")
    private ScriptedClient client;

    @BeforeAll
    void open() {
        database = PGlite.inMemory();
    }

    @BeforeEach
    void connect() {
        client = ScriptedClient.connect(database);
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @AfterAll
    void shutDown() {
        database.close();
    }

    @Test
    void aQueryGivesItsRows() {
        List<BackendMessage> messages = client.query("select i, null::text as nothing from generate_series(1, 2) i");

        assertThat(only(messages, RowDescription.class).get(0).columns())
                .extracting(BackendMessage.Column::name)
                .containsExactly("i", "nothing");
        assertThat(messages.subList(1, 5))
                .containsExactly(
                        new DataRow(List.of(Value.text("1"), Value.NULL)),
                        new DataRow(List.of(Value.text("2"), Value.NULL)),
                        new CommandComplete("SELECT 2"),
                        new ReadyForQuery('I'));
    }

    @Test
    void anEmptyQueryIsAnsweredAsSuch() {
        assertThat(client.query("")).containsExactly(new EmptyQueryResponse(), new ReadyForQuery('I'));
    }

    @Test
    void theSessionGoesOnAfterAnError() {
        assertThat(client.sqlStateOf("select 1/0")).isEqualTo("22012");

        assertThat(client.value("select 2")).isEqualTo("2");
    }

    @Test
    void anErrorFailsTheTransactionUntilItIsRolledBack() {
        client.query("begin");

        List<BackendMessage> failed = client.query("select 1/0");

        assertThat(failed.get(failed.size() - 1)).isEqualTo(new ReadyForQuery('E'));
        assertThat(client.sqlStateOf("select 1")).isEqualTo("25P02");
        assertThat(client.query("rollback")).contains(new ReadyForQuery('I'));
    }

    @Test
    void manyErrorsInARowLeaveTheSessionSound() {
        for (int i = 0; i < 300; i++) {
            assertThat(client.sqlStateOf("select 1/0")).isEqualTo("22012");
        }

        assertThat(client.value("select 'sound'")).isEqualTo("sound");
    }

    @Test
    void anExceptionCaughtByAProcedureIsNoError() {
        client.rows("do $$ begin perform 1/0; exception when division_by_zero then raise notice 'caught'; end $$");

        assertThat(client.value("select 1")).isEqualTo("1");
    }

    @Test
    void aNoticeComesBeforeItsStatementEnds() {
        List<BackendMessage> messages = client.query("do $$ begin raise notice 'half way'; end $$");

        assertThat(messages).hasSize(3);
        NoticeResponse notice = (NoticeResponse) messages.get(0);
        assertThat(notice.notice().severity()).isEqualTo("NOTICE");
        assertThat(notice.notice().message()).isEqualTo("half way");
        assertThat(messages.get(1)).isEqualTo(new CommandComplete("DO"));
    }

    @Test
    void aRowLargerThanAnyBufferArrivesWhole() {
        assertThat(client.value("select repeat('x', 1000000)"))
                .hasSize(1_000_000)
                .matches("x*");
    }

    @Test
    void aNamedStatementIsFetchedInPartsThroughANamedPortal() {
        client.send(new Parse("st", "select i from generate_series(1, $1) i", List.of(INT4)));
        client.send(new Describe(Target.STATEMENT, "st"));
        client.send(new Bind("po", "st", List.of(), List.of(Value.text("5")), List.of()));
        client.send(new Execute("po", 2), new Flush());

        assertThat(client.receive()).isEqualTo(new ParseComplete());
        assertThat(client.receive()).isEqualTo(new ParameterDescription(List.of(INT4)));
        assertThat(client.receive()).isInstanceOf(RowDescription.class);
        assertThat(client.receive()).isEqualTo(new BindComplete());
        assertThat(List.of(client.receive(), client.receive(), client.receive()))
                .containsExactly(row("1"), row("2"), new PortalSuspended());
        client.send(new Execute("po", 2), new Execute("po", 0), new Sync());
        assertThat(client.receiveUntilReady())
                .containsExactly(
                        row("3"),
                        row("4"),
                        new PortalSuspended(),
                        row("5"),
                        new CommandComplete("SELECT 1"),
                        new ReadyForQuery('I'));
    }

    @Test
    void anErrorInTheExtendedProtocolSkipsToTheSync() {
        client.send(new Parse("", "select 1/0", List.of()));
        client.send(new Bind("", "", List.of(), List.of(), List.of()));
        client.send(new Execute("", 0), new Execute("", 0), new Query("select 'skipped'"), new Sync());

        assertThat(client.receive()).isEqualTo(new ParseComplete());
        assertThat(client.receiveError().sqlState()).isEqualTo("22012");
        assertThat(client.receive()).isEqualTo(new ReadyForQuery('I'));
        assertThat(client.value("select 1")).isEqualTo("1");
    }

    @Test
    void copyTakesItsLinesHoweverTheyAreCut() {
        client.query("create table copied (i int, t text)");
        startCopy();

        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            lines.append(i).append("\ttext ").append(i).append('\n');
        }
        for (int i = 0; i < lines.length(); i += 7) {
            client.send(new CopyData(Value.text(lines.substring(i, Math.min(i + 7, lines.length())))));
        }
        client.send(new CopyDone());

        assertThat(client.receiveUntilReady()).containsExactly(new CommandComplete("COPY 500"), new ReadyForQuery('I'));
        assertThat(client.rows("select count(*), sum(i), max(length(t)) from copied"))
                .containsExactly(List.of("500", "124750", "8"));
        client.query("drop table copied");
    }

    @Test
    void aCopyThatTheClientFailsLeavesNothing() {
        client.query("create table copied (i int, t text)");
        startCopy();

        client.send(new CopyData(Value.text("1\tone\n")), new CopyFail("had enough"));

        assertThat(client.receiveError().sqlState()).isEqualTo("57014");
        client.receiveUntilReady();
        assertThat(client.value("select count(*) from copied")).isEqualTo("0");
        client.query("drop table copied");
    }

    private void startCopy() {
        client.send(new Query("copy copied from stdin"));
        client.receive(CopyInResponse.class);
    }

    private static DataRow row(String value) {
        return new DataRow(List.of(Value.text(value)));
    }
}
