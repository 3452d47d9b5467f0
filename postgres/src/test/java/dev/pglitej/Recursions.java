package dev.pglitej;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ways to make PostgreSQL call itself, each as deep as one likes. */
final class Recursions {
    /**
     * One of them.
     *
     * @param setUp statements that have to precede it
     * @param sql the statement that recurs so many levels
     */
    record Recursion(String name, List<String> setUp, IntFunction<String> sql) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Recursions() {}

    static Stream<Recursion> all() {
        return Stream.of(data(), texts(), patterns(), expressions(), queries(), chains(), functions(), extensions())
                .flatMap(List::stream);
    }

    private static Recursion of(String name, IntFunction<String> sql, String... setUp) {
        return new Recursion(name, List.of(setUp), sql);
    }

    /** Values whose text nests. */
    private static List<Recursion> data() {
        return List.of(
                of("json, arrays", n -> "select length((%s)::json::text)".formatted(nested("[", n, "1", "]"))),
                of("json, open arrays", n -> "select repeat('[', %d)::json".formatted(n)),
                of("json, objects", n -> "select length((%s)::json::text)".formatted(nested("{\"a\":", n, "1", "}"))),
                of("json, is json", n -> "select %s is json".formatted(nested("[", n, "1", "]"))),
                of("json, stripped", n -> "select json_strip_nulls((%s)::json)".formatted(nested("[", n, "1", "]"))),
                of(
                        "json, populated",
                        n -> "select * from json_to_record((%s)::json) as x(a json)"
                                .formatted(nested("{\"a\":", n, "1", "}"))),
                of("jsonb, arrays", n -> "select length((%s)::jsonb::text)".formatted(nested("[", n, "1", "]"))),
                of("jsonb, objects", n -> "select length((%s)::jsonb::text)".formatted(nested("{\"a\":", n, "1", "}"))),
                of(
                        "jsonb, contains",
                        n -> "select j @> j from (select (%s)::jsonb) x(j)".formatted(nested("[", n, "1", "]"))),
                of(
                        "jsonb, set",
                        n -> "select jsonb_set((%s)::jsonb, array_fill('a'::text, array[%d]), '2')"
                                .formatted(nested("{\"a\":", n, "1", "}"), n)),
                of(
                        "jsonb, pretty",
                        n -> "select length(jsonb_pretty((%s)::jsonb))"
                                .formatted(nested("[", Math.min(n, 3000), "1", "]"))),
                of("jsonb of arrays of rows", n -> "select to_jsonb(%s)".formatted(around("row(", n, "1", ")"))),
                of("jsonpath, members", n -> "select ('$' || repeat('.a', %d))::jsonpath".formatted(n)),
                of("jsonpath, parentheses", n -> "select (%s)::jsonpath".formatted(nested("(", n, "1", ")"))),
                of("jsonpath, signs", n -> "select (repeat('-', %d) || '1')::jsonpath".formatted(n)),
                of("jsonpath, filters", n -> "select (%s)::jsonpath".formatted(nested("$ ? (@ == ", n, "1", ")"))),
                of(
                        "jsonpath, any level",
                        n -> "select jsonb_path_exists((%s)::jsonb, '$.**.b')"
                                .formatted(nested("{\"a\":", n, "1", "}"))),
                of(
                        "jsonpath, members run",
                        n -> "select jsonb_path_exists('1', ('$' || repeat('.a', %d))::jsonpath)".formatted(n)));
    }

    /** Values of other types whose text nests. */
    private static List<Recursion> texts() {
        return List.of(
                of("array text", n -> "select (%s)::int[]".formatted(nested("{", n, "1", "}"))),
                of("xml", n -> "select length(xmlparse(document %s)::text)".formatted(nested("<a>", n, "1", "</a>"))),
                of(
                        "xml, path",
                        n -> "select xpath('//b', xmlparse(document %s))".formatted(nested("<a>", n, "1", "</a>"))),
                of("tsquery, parentheses", n -> "select numnode((%s)::tsquery)".formatted(nested("(", n, "a", ")"))),
                of("tsquery, negations", n -> "select length((repeat('!', %d) || 'a')::tsquery::text)".formatted(n)),
                of(
                        "tsquery, conjunctions",
                        n -> "select 'a'::tsvector @@ ('a' || repeat(' & a', %d))::tsquery".formatted(n)),
                of(
                        "tsquery, phrases",
                        n -> "select 'a'::tsvector @@ ('a' || repeat(' <-> a', %d))::tsquery".formatted(n)),
                of(
                        "tsquery, words",
                        n -> "select numnode(to_tsquery('simple', (%s)))".formatted(nested("!(", n, "a", ")"))),
                of(
                        "tsquery, web search",
                        n -> "select numnode(websearch_to_tsquery('simple', repeat('-a or ', %d) || 'b'))"
                                .formatted(n)),
                of(
                        "tsquery, rewritten",
                        n -> "select numnode(ts_rewrite(('a' || repeat(' & !a', %d))::tsquery, 'a', 'b|c'))"
                                .formatted(Math.min(n, 20000))),
                of(
                        "rows in text",
                        n -> "select '(1)'::one is null or length((%s)) > 0".formatted(nested("(", n, "1", ")")),
                        "create type one as (a int)"));
    }

    private static List<Recursion> patterns() {
        return List.of(
                of("like", n -> "select repeat('ab', %d) like repeat('%%a', %d)".formatted(n, n)),
                of("like, underscores", n -> "select repeat('ab', %d) like repeat('%%_b', %d)".formatted(n, n)),
                of("ilike", n -> "select repeat('ab', %d) ilike repeat('%%A', %d)".formatted(n, n)),
                of("similar to", n -> "select 'a' similar to %s".formatted(nested("(", n, "a", ")"))),
                of("regex, groups", n -> "select 'a' ~ (%s)".formatted(nested("(", n, "a", ")"))),
                of("regex, repeated groups", n -> "select 'a' ~ (%s)".formatted(nested("(?:", n, "a", ")*"))),
                of("regex, optional", n -> "select repeat('a', 100) ~ repeat('a?', %d)".formatted(Math.min(n, 200))),
                of("regex, alternatives", n -> "select 'a' ~ (repeat('a|', %d) || 'b')".formatted(n)),
                of(
                        "regex, sequence",
                        n -> "select repeat('a', %d) ~ repeat('a', %d)"
                                .formatted(Math.min(n, 5000), Math.min(n, 5000))),
                of("regex, look-ahead", n -> "select 'a' ~ (%s)".formatted(nested("(?=", n, "a", ")"))),
                of(
                        "regex, captures",
                        n -> "select regexp_match(repeat('a', %d), repeat('(a)', %d)) is null"
                                .formatted(Math.min(n, 300), Math.min(n, 300))),
                of(
                        "regex, back references",
                        n -> "select repeat('a', 200) ~ ('(a)' || repeat('(.*)\\1', %d))".formatted(Math.min(n, 8))),
                of(
                        "regex, captured groups",
                        n -> "select regexp_match('a', (%s)) is null"
                                .formatted(nested("(", Math.min(n, 1000), "a", ")"))));
    }

    private static List<Recursion> expressions() {
        return List.of(
                of("sum", n -> "select 1" + "+1".repeat(n)),
                of("sum of a column", n -> "select x" + "+x".repeat(n) + " from (values (1), (2)) v(x)"),
                of("parentheses", n -> "select " + around("(", n, "1", ")")),
                of("negations", n -> "select " + "not ".repeat(n) + "true"),
                of("signs", n -> "select " + "- ".repeat(n) + "1"),
                of("casts", n -> "select 1" + "::int::text".repeat(n)),
                of("conjunction", n -> "select x = 1" + " and x = 1".repeat(n) + " from (values (1)) v(x)"),
                of(
                        "and in or",
                        n -> "select " + around("(x = 1 and x = 2 or ", n, "x = 3", ")") + " from (values (1)) v(x)"),
                of(
                        "case",
                        n -> "select " + around("case when x = 1 then ", n, "x", " end") + " from (values (1)) v(x)"),
                of("coalesce", n -> "select " + around("coalesce(x, ", n, "1", ")") + " from (values (1)) v(x)"),
                of("calls", n -> "select " + around("abs(", n, "x", ")") + " from (values (1)) v(x)"),
                of("concatenation", n -> "select length('a'" + "||x".repeat(n) + ") from (values ('b')) v(x)"),
                of("arrays", n -> "select " + around("array[", n, "1", "]")),
                of("rows", n -> "select " + around("row(", n, "1", ")") + " is null"),
                of(
                        "rows compared",
                        n -> "select %s = %s".formatted(around("row(", n, "1", ")"), around("row(", n, "1", ")"))),
                of("comparison with many", n -> "select 1 in (1" + ",x".repeat(n) + ") from (values (1)) v(x)"),
                of("collations", n -> "select 'a'" + " collate \"C\"".repeat(n)),
                of("time zones", n -> "select now()" + " at time zone 'UTC'".repeat(n) + " is null"),
                of("indirection", n -> "select (array[1])" + "[1:1]".repeat(n)),
                of("grouping sets", n -> "select 1 group by " + around("grouping sets(", n, "()", ")")),
                of("comments", n -> "select 1 " + around("/* ", n, "1", " */")));
    }

    private static List<Recursion> queries() {
        return List.of(
                of("scalar subqueries", n -> "select " + around("(select ", Math.min(n, 800), "1", ")")),
                of("subqueries", n -> around("select * from (", n, "select 1", ") x")),
                of("union", n -> "select 1" + " union all select 1".repeat(n)),
                of("distinct union", n -> "select 1" + " union select 1".repeat(n)),
                of("union in parentheses", n -> around("(select 1 union all ", n, "select 1", ")")),
                of("with", n -> around("with x as (", n, "select 1 as a", ") select * from x")),
                of("exists", n -> "select 1 where " + around("exists (select 1 where ", n, "true", ")")),
                of(
                        "joins",
                        n -> "select count(*) from (values (1)) x0(a)"
                                + IntStream.range(1, Math.min(n, 60))
                                        .mapToObj(" cross join (values (1)) x%d(a)"::formatted)
                                        .collect(Collectors.joining())),
                of(
                        "nested joins",
                        n -> "select count(*) from " + "(".repeat(Math.min(n, 300)) + "one_row"
                                + IntStream.range(0, Math.min(n, 300))
                                        .mapToObj(" cross join one_row x%d)"::formatted)
                                        .collect(Collectors.joining()),
                        "create table one_row (a int)"),
                of(
                        "explained",
                        n -> "explain (format json) "
                                + around("select * from (", n, "select 1 offset 0", ") x offset 0")),
                of("values", n -> "values (1)" + ",(1)".repeat(n)),
                of(
                        "recursive query",
                        n -> "with recursive r(i) as (select 1 union all select i + 1 from r where i < %d)".formatted(n)
                                + " select max(i) from r"));
    }

    /** What builds upon another of its kind. */
    private static List<Recursion> chains() {
        return List.of(
                of(
                        "views",
                        n -> "select * from view_%d".formatted(Math.min(n, 600)),
                        chain(
                                "create view view_0 as select 1 as a",
                                "create view view_%d as select a from view_%d offset 0",
                                600)),
                of(
                        "inlined views",
                        n -> "select * from plain_view_%d".formatted(Math.min(n, 600)),
                        chain(
                                "create view plain_view_0 as select 1 as a",
                                "create view plain_view_%d as select a + 1 as a from plain_view_%d",
                                600)),
                of(
                        "dependent views",
                        n -> "do $$ begin drop view dependent_0 cascade; raise 'done' using errcode = '54001'; end $$",
                        chain(
                                "create view dependent_0 as select 1 as a",
                                "create view dependent_%d as select a from dependent_%d",
                                600)),
                of(
                        "inheritance",
                        n -> "select * from parent_0",
                        chain("create table parent_0 (a int)", "create table parent_%d () inherits (parent_%d)", 300)),
                of(
                        "domains",
                        n -> "select 1::domain_%d".formatted(Math.min(n, 600)),
                        chain(
                                "create domain domain_0 as int",
                                "create domain domain_%d as domain_%d check (value > 0)",
                                600)),
                of(
                        "composite types",
                        n -> "select null::composite_%d is null".formatted(Math.min(n, 600)),
                        chain(
                                "create type composite_0 as (a int)",
                                "create type composite_%d as (a composite_%d)",
                                600)));
    }

    private static List<Recursion> functions() {
        return List.of(
                of(
                        "sql function",
                        n -> "select deeper_sql(%d)".formatted(n),
                        "create function deeper_sql(n int) returns int language sql as"
                                + " $$ select case when n = 0 then 0 else deeper_sql(n - 1) + 1 end $$"),
                of(
                        "sql procedure",
                        n -> "call deeper_call(%d)".formatted(n),
                        plpgsql("procedure deeper_call(n int)", "if n > 0 then call deeper_call(n - 1); end if;")),
                of(
                        "plpgsql function",
                        n -> "select deeper(%d)".formatted(n),
                        plpgsql(
                                "function deeper(n int) returns int",
                                "if n = 0 then return 0; end if; return deeper(n - 1) + 1;")),
                of(
                        "plpgsql with exceptions",
                        n -> "select deeper_caught(%d)".formatted(n),
                        plpgsql(
                                "function deeper_caught(n int) returns int",
                                "if n = 0 then return 0; end if; return deeper_caught(n - 1) + 1;"
                                        + " exception when division_by_zero then return -1;")),
                of(
                        "dynamic plpgsql",
                        n -> "select deeper_dynamic(%d)".formatted(n),
                        plpgsql(
                                "function deeper_dynamic(n int) returns int",
                                "if n > 0 then execute 'select deeper_dynamic($1)' into n using n - 1; end if; return n;")),
                of(
                        "set-returning function",
                        n -> "select count(*) from deeper_set(%d)".formatted(n),
                        plpgsql(
                                "function deeper_set(n int) returns setof int",
                                "if n > 0 then return query select * from deeper_set(n - 1); end if; return next n;")),
                of(
                        "triggers",
                        n -> "insert into triggered values (%d)".formatted(n),
                        "create table triggered (n int)",
                        plpgsql(
                                "function insert_again() returns trigger",
                                "if new.n > 0 then insert into triggered values (new.n - 1); end if; return new;"),
                        "create trigger again before insert on triggered for each row execute function insert_again()"),
                of("plpgsql blocks", n -> "do $$ %s $$".formatted(around("begin ", n, "null; ", "end; "))),
                of(
                        "plpgsql conditions",
                        n -> "do $$ begin %s end $$".formatted(around("if true then ", n, "null; ", "end if; "))));
    }

    private static String plpgsql(String head, String body) {
        return "create " + head + " language plpgsql as $$ begin " + body + " end $$";
    }

    private static List<Recursion> extensions() {
        return List.of(
                of(
                        "ltxtquery",
                        n -> "select (%s)::ltxtquery is null".formatted(nested("(", n, "a", ")")),
                        "create extension if not exists ltree"),
                of(
                        "ltxtquery, negations",
                        n -> "select 'a'::ltree @ (repeat('!', %d) || 'a')::ltxtquery".formatted(n),
                        "create extension if not exists ltree"),
                of(
                        "lquery",
                        n -> "select 'a'::ltree ~ ('a' || repeat('.*{0,}', %d))::lquery".formatted(Math.min(n, 60000)),
                        "create extension if not exists ltree"),
                of(
                        "query_int",
                        n -> "select (%s)::query_int is null".formatted(nested("(", n, "1", ")")),
                        "create extension if not exists intarray"),
                of(
                        "query_int, negations",
                        n -> "select array[1] @@ (repeat('!', %d) || '1')::query_int".formatted(n),
                        "create extension if not exists intarray"),
                of(
                        "query_int, conjunctions",
                        n -> "select length(('1' || repeat('&1', %d))::query_int::text)".formatted(n),
                        "create extension if not exists intarray"),
                of(
                        "hstore",
                        n -> "select length((%s)::hstore::text)".formatted("'a=>1' || repeat(',a=>1', " + n + ")"),
                        "create extension if not exists hstore"),
                of(
                        "cube",
                        n -> "select (%s)::cube is null".formatted(nested("(", n, "1", ")")),
                        "create extension if not exists cube"),
                of(
                        "trigrams of a regex",
                        n -> "select count(*) from trigrams where t ~ (%s)"
                                .formatted(nested("(a|b", Math.min(n, 300), "abc", ")")),
                        "create extension if not exists pg_trgm",
                        "create table trigrams (t text)",
                        "create index on trigrams using gin (t gin_trgm_ops)",
                        "insert into trigrams select 'abc' || i from generate_series(1, 100) i"),
                of(
                        "metaphone",
                        n -> "select length(metaphone(repeat('sch', 80), 200)), length(dmetaphone(repeat('gh', %d)))"
                                .formatted(Math.min(n, 1000)),
                        "create extension if not exists fuzzystrmatch"),
                of(
                        "connectby",
                        n -> "select count(*) from connectby('tree', 'a', 'b', '0', 0) as t(a int, b int, level int)",
                        "create extension if not exists tablefunc",
                        "create table tree as select i as a, i - 1 as b from generate_series(1, 2000) i"));
    }

    /** A text of SQL that nests a value, as an expression that makes it. */
    private static String nested(String before, int depth, String inside, String after) {
        return "repeat('%s', %d) || '%s' || repeat('%s', %d)".formatted(before, depth, inside, after, depth);
    }

    private static String around(String before, int depth, String inside, String after) {
        return before.repeat(depth) + inside + after.repeat(depth);
    }

    private static String[] chain(String first, String next, int length) {
        return Stream.concat(Stream.of(first), IntStream.rangeClosed(1, length).mapToObj(i -> next.formatted(i, i - 1)))
                .toArray(String[]::new);
    }
}
