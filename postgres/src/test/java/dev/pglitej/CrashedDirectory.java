package dev.pglitej;

import java.nio.file.Path;

/**
 * Makes a data directory with something of everything, and dies: after a checkpoint, some commits that only the write-ahead log has, and an
 * insertion that was never committed.
 */
final class CrashedDirectory {
    private static final String[] BEFORE_THE_CHECKPOINT = {
        "create extension citext",
        "create table item (id int generated always as identity primary key, name text, price int, document jsonb, padding text)",
        "create index on item using hash (name)",
        "create index on item (price)",
        "create index on item using gin (document)",
        "create index on item using brin (id)",
        "insert into item (name, price, document, padding) select 'item ' || i, i * 10, jsonb_build_object('n', i),"
                + " case when i % 99 = 0 then repeat('x', 1920) end from generate_series(1, 990) i",
        "create table place (at point, area int4range)",
        "create index on place using gist (at)",
        "create index on place using spgist (area)",
        "insert into place select point(i, -i), int4range(i, i + 5) from generate_series(1, 100) i",
        "create table word (word citext primary key)",
        "insert into word values ('Alpha'), ('Beta')",
        "create view cheap as select * from item where price <= 290",
        "create function double(i int) returns int language plpgsql as $$ begin return 2 * i; end $$",
        "checkpoint"
    };

    private static final String[] IN_THE_LOG = {
        "insert into item (name) select 'late ' || i from generate_series(1, 100) i",
        "create table later as select i from generate_series(1, 50) i",
        "begin",
        "insert into item (name) values ('never')"
    };

    private CrashedDirectory() {}

    /** Makes it where the argument says. */
    public static void main(String[] arguments) {
        PGlite database = PGlite.open(Path.of(arguments[0]));
        ScriptedClient client = ScriptedClient.connect(database);
        for (String sql : BEFORE_THE_CHECKPOINT) client.query(sql);
        for (String sql : IN_THE_LOG) client.query(sql);
        Runtime.getRuntime().halt(9);
    }
}
