package dev.pglitej.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScriptTest {
    private static List<String> statements(String sql) {
        return Script.parse("script", sql).stream().map(SqlStatement::sql).toList();
    }

    @Test
    void statementsEndAtSemicolonsAndTheLastNeedsNone() {
        assertThat(statements("select 1; select 2;;\n ; select 3")).containsExactly("select 1", "select 2", "select 3");
        assertThat(statements("")).isEmpty();
        assertThat(statements(" -- nothing\n /* at all; */ ")).isEmpty();
    }

    @Test
    void semicolonsInQuotationsAndCommentsEndNothing() {
        for (String sql : List.of(
                "select 'a;''b;'",
                "select E'a\\';b''c;'",
                "select e'\\\\'",
                "select \"odd;name\"\"x;\"",
                "select 1 -- not; here\n + 2",
                "select 1 /* nor; /* here; */ ; */ + 2",
                "do $$ begin perform 1; end $$",
                "do $body$ begin perform '$$;'; end $body$",
                "create rule r as on insert to t do (delete from a; delete from b)",
                "select $1, a$b$ from t")) {
            assertThat(statements(sql + "; select 2")).as(sql).containsExactly(sql, "select 2");
        }
    }

    @Test
    void aBackslashEscapesOnlyInStringsThatSaySo() {
        assertThat(statements("select 'a\\'; select 2")).containsExactly("select 'a\\'", "select 2");
        assertThat(statements("select name'a\\'; select 2")).containsExactly("select name'a\\'", "select 2");
    }

    @Test
    void aStringMayHaveAnyNumberOfDoubledQuotes() {
        String text = "select length(E'" + "''".repeat(100_000) + "\\'')";

        assertThat(statements(text + "; select 2")).containsExactly(text, "select 2");
    }

    /** In minutes, if each statement counted the lines before it. */
    @Test
    @Timeout(30)
    void aLongScriptIsReadOnce() {
        List<SqlStatement> statements =
                Script.parse("long.sql", "insert into some_table values (1, 'some text');\n".repeat(150_000));

        assertThat(statements).hasSize(150_000);
        assertThat(statements.get(149_999).line()).isEqualTo(150_000);
    }

    @Test
    void theBodyOfAnSqlFunctionIsPartOfItsStatement() {
        String function =
                "create or replace function f(n int) returns int begin atomic select 1; select case when n > 1 then 2"
                        + " else 3 end; end";

        assertThat(statements(function + "; begin; select 1; end"))
                .containsExactly(function, "begin", "select 1", "end");
    }

    @Test
    void whatIsNotFinishedIsLeftToPostgresToRefuse() {
        assertThat(statements("select 'abc; select 2")).containsExactly("select 'abc; select 2");
        assertThat(statements("select E'abc\\")).containsExactly("select E'abc\\");
        assertThat(statements("do $$ begin;")).containsExactly("do $$ begin;");
    }

    @Test
    void aStatementKnowsItsPlace() {
        SqlStatement second =
                Script.parse("a.sql", "select 1;\n\n-- two\nselect\n  2").get(1);

        assertThat(second.line()).isEqualTo(4);
        assertThat(second.place()).isEqualTo("a.sql, line 4 (select 2)");
    }
}
