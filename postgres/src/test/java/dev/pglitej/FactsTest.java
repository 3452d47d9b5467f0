package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a new database says of the PostgreSQL in it, which another PGlite may change: versions, the sizes of structs, settings, and the
 * contents of catalogs. It is recorded for a person to review, and {@code -Dpglitej.record=true} writes it.
 */
class FactsTest {
    private static final Path RECORDED = Path.of("src/test/resources/dev/pglitej/facts.txt");

    private static final String VERSION = "select 'version ' || version()";
    private static final String CONTROL = """
            with facts as (
              select to_jsonb(s) - 'system_identifier' - 'pg_control_last_modified' as f from pg_control_system() s
              union all select to_jsonb(i) from pg_control_init() i)
            select 'control ' || key || ' ' || value from facts, jsonb_each_text(f) order by key collate "C"
            """;
    /** With PostgreSQL's own settings they tell how large its structs are: PGPROC, for instance, times a number of processes. */
    private static final String SHARED = """
            select 'shared ' || size || ' ' || name from pg_shmem_allocations where name not like '<%'
            order by name collate "C"
            """;

    private static final String SETTINGS = """
            select 'setting ' || name || ' ' || concat_ws(' ', vartype, context, coalesce(quote_literal(boot_val), 'null'),
              unit, min_val || ' to ' || max_val, enumvals::text)
            from pg_settings where name not like '%.%' order by name collate "C"
            """;
    /** Queries of those whose contents the first start does not change. */
    private static final String CATALOGS = """
            select format($$
              select 'catalog %1$s ' || count(*) || ' ' || md5(coalesce(string_agg(c::text, e'\\n' order by c::text collate "C"), ''))
              from %1$s c $$, relname)
            from pg_class where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r' and relname not in (
              'pg_attribute', 'pg_authid', 'pg_class', 'pg_database', 'pg_depend', 'pg_description', 'pg_init_privs',
              'pg_shdepend', 'pg_statistic')
            order by relname collate "C"
            """;

    private static final String COLUMNS = """
            select 'columns ' || c.relname || ' '
              || string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by attnum)
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind in ('r', 'v') and attnum > 0
            group by c.relname order by c.relname collate "C"
            """;

    @Test
    void whatANewDatabaseSaysOfItselfIsWhatIsRecorded() throws IOException {
        List<String> facts;
        try (PGlite database = PGlite.builder().open();
                ScriptedClient client = ScriptedClient.connect(database)) {
            Stream<String> catalogs = column(client, CATALOGS).map(client::value);
            facts = Stream.of(
                            column(client, VERSION),
                            column(client, CONTROL),
                            column(client, SHARED),
                            column(client, SETTINGS),
                            catalogs,
                            column(client, COLUMNS))
                    .flatMap(lines -> lines)
                    .toList();
        }

        if (Boolean.getBoolean("pglitej.record")) Files.write(RECORDED, facts);
        assertThat(facts).isEqualTo(Files.readAllLines(RECORDED));
    }

    private static Stream<String> column(ScriptedClient client, String sql) {
        return client.rows(sql).stream().map(row -> row.get(0));
    }
}
