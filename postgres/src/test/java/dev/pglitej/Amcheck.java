package dev.pglitej;

/** Has PostgreSQL's own amcheck look for damage in everything that a database contains. Stateless. */
final class Amcheck {
    private static final String HEAPS = """
            select c.oid::regclass || ' ' || v.blkno || ' ' || coalesce(v.msg, '') from pg_class c, verify_heapam(c.oid) v
            where c.relkind in ('r', 'm', 't', 'S') and c.relpersistence <> 't'
            """;

    /** Those that were being built when the process died are not valid. */
    private static final String BTREES = """
            select count(bt_index_check(c.oid, heapallindexed => true)::text) from pg_class c
            join pg_am a on a.oid = c.relam join pg_index i on i.indexrelid = c.oid
            where c.relkind = 'i' and a.amname = 'btree' and c.relpersistence <> 't' and i.indisready and i.indisvalid
            """;

    private Amcheck() {}

    /** Fails if a tuple is damaged, or an index is, or misses a tuple of its table. */
    static void check(ScriptedClient client) {
        client.rows("create extension if not exists amcheck");
        if (!client.rows(HEAPS).isEmpty()) throw new AssertionError("damaged: " + client.rows(HEAPS));
        client.rows(BTREES);
    }
}
