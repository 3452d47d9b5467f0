package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** pgTAP: a script of tests, and tests that are functions. */
@Timeout(120)
final class PgtapTest {
    private static final String SHOP = """
            create table customers (id int primary key, name text not null unique, since date default current_date);
            create table orders (id int primary key, customer int references customers, amount numeric check (amount > 0));
            create view big_orders as select * from orders where amount > 100;
            create function total(c int) returns numeric language sql stable
            as 'select coalesce(sum(amount), 0) from orders where customer = c';
            insert into customers (id, name) values (1, 'Ann'), (2, 'Bob');
            insert into orders values (1, 1, 50), (2, 1, 150)
            """;

    /** As the manual writes them. */
    private static final String SCRIPT = """
            select plan(18);
            select ok(true, 'true is true');
            select is(total(1), 200::numeric, 'the total of Ann');
            select isnt(total(1), total(2), 'not the same');
            select matches('Ann'::text, '^A', 'a regular expression');
            select cmp_ok(total(1), '>=', 200::numeric, 'a comparison');
            select has_table('customers');
            select has_view('big_orders');
            select has_column('customers', 'name');
            select col_not_null('customers', 'name');
            select col_type_is('orders', 'amount', 'numeric');
            select has_pk('orders');
            select col_is_unique('customers', 'name');
            select fk_ok('orders', 'customer', 'customers', 'id');
            select has_function('total', array['integer']);
            select function_lang_is('total', 'sql');
            select throws_ok('insert into orders values (3, 1, -1)', '23514', null, 'an amount is positive');
            select lives_ok('insert into orders values (3, 2, 1)', 'that is an order');
            select results_eq('select id from big_orders', array[2], 'one big order');
            select * from finish()
            """;

    private static List<String> run(Statement sql, String script) throws SQLException {
        List<String> output = new ArrayList<>();
        for (String command : script.split(";\\n", -1)) {
            try (ResultSet rows = sql.executeQuery(command)) {
                while (rows.next()) output.add(rows.getString(1));
            }
        }
        return output;
    }

    private static PGlite open() {
        return PGlite.builder().extension("pgtap").initSql(SHOP).open();
    }

    @Test
    void aScriptOfPassingTestsPrintsItsPlanAndALineATest() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);

            List<String> output = run(sql, SCRIPT);

            assertThat(output).hasSize(19).startsWith("1..18", "ok 1 - true is true", "ok 2 - the total of Ann");
            assertThat(output.subList(1, 19)).allMatch(line -> line.startsWith("ok "));
        }
    }

    @Test
    void aFailedTestSaysWhatItHasAndWants() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);

            List<String> output = run(
                    sql,
                    "select plan(3);\nselect is(total(2), 7::numeric, 'Bob');\nselect skip('later', 1);\n"
                            + "select * from finish()");

            assertThat(output.get(1)).startsWith("not ok 1 - Bob\n").contains("#         have: 0\n#         want: 7");
            assertThat(output.get(2)).startsWith("ok 2").contains("# SKIP later");
            assertThat(output.subList(3, output.size())).containsExactly("# Looks like you planned 3 tests but ran 2");
        }
    }

    @Test
    void testsThatAreFunctionsRunInTransactionsThatAreRolledBack() throws SQLException {
        try (PGlite database = open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(
                    "create schema tests; create function tests.test_insert() returns setof text language plpgsql as $$"
                            + " begin insert into customers (id, name) values (3, 'Cid');"
                            + " return next is((select count(*) from customers), 3::bigint, 'three'); end $$;"
                            + " create function tests.test_count() returns setof text language sql as"
                            + " $$ select is((select count(*) from customers), 2::bigint, 'two') $$");

            List<String> output = Sql.column(sql, "select * from runtests('tests'::name, '^test')");

            assertThat(String.join("\n", output))
                    .contains("# Subtest: tests.test_count()")
                    .contains("ok 1 - two")
                    .contains("ok 1 - three")
                    .contains("ok 2 - tests.test_insert")
                    .doesNotContain("not ok");
            assertThat(Sql.value(sql, "select count(*) from customers")).isEqualTo("2");
        }
    }
}
