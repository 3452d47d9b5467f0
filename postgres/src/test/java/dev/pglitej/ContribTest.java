package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.protocol.BackendMessage;
import dev.pglitej.protocol.BackendMessage.DataRow;
import dev.pglitej.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.protocol.BackendMessage.NoticeResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each module of PostgreSQL's contrib that PGlite publishes is created and does something. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContribTest {
    private final PGlite database =
            PGlite.builder().extension("pg_stat_statements").open();

    private final ScriptedClient client = ScriptedClient.connect(database);

    @BeforeAll
    void makeSomething() {
        client.rows("create table numbers as select n, n::text as t from generate_series(1, 1000) n");
        client.rows("create index numbers_n on numbers (n)");
        client.rows("create table lots (data oid)");
    }

    @AfterAll
    void everyExtensionWasCreated() {
        assertThat(client.rows("select name from pg_available_extensions where installed_version is null"))
                .isEmpty();
        client.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            amcheck            | select coalesce(bt_index_check('numbers_n', true)::text, 'ok') | `` | ok
            autoinc            | create sequence ids; create table ai (id int, t text); create trigger a before insert on ai for each row execute function autoinc(id, ids); insert into ai (t) values ('x'); select id from ai | 1
            bloom              | create index on numbers using bloom (n); set enable_seqscan = off; select t from numbers where n = 77; reset enable_seqscan | 77
            btree_gin          | create index on numbers using gin (n); select 'made' | made
            btree_gist         | create table b (r int4range, id int, exclude using gist (id with =, r with &&)); insert into b values ('[1,3]', 1), ('[5,6]', 1); select count(*) from b | 2
            citext             | select 'PostgreSQL'::citext = 'postgresql' | t
            cube               | select cube_distance('(0,0)', '(3,4)') | 5
            dict_int           | select ts_lexize('intdict', '12345678') | {123456}
            dict_xsyn          | alter text search dictionary xsyn (rules = 'xsyn_sample', keeporig = false); select ts_lexize('xsyn', 'supernova') | {sn,sne,1987a}
            earthdistance      | select round(earth_distance(ll_to_earth(0, 0), ll_to_earth(0, 1))) | 111320
            file_fdw           | create server files foreign data wrapper file_fdw; copy (select 5, 'five') to '/tmp/f.csv' csv; create foreign table f (n int, t text) server files options (filename '/tmp/f.csv', format 'csv'); select t from f | five
            fuzzystrmatch      | select levenshtein('kitten', 'sitting') | 3
            hstore             | select 'a=>1, b=>2'::hstore -> 'b' | 2
            insert_username    | create table iu (t text, who text); create trigger w before insert on iu for each row execute function insert_username(who); insert into iu values ('x'); select who from iu | postgres
            intarray           | select array[1,2,3] & array[2,3,4] | {2,3}
            isn                | select isbn('0-393-04002-X') | 0-393-04002-X
            lo                 | create trigger l before update or delete on lots for each row execute function lo_manage(data); insert into lots values (lo_create(0)); delete from lots; select count(*) from pg_largeobject_metadata | 0
            ltree              | select 'top.science' @> 'top.science.astronomy'::ltree | t
            moddatetime        | create table m (n int, changed timestamp); create trigger d before update on m for each row execute function moddatetime(changed); insert into m values (1); update m set n = 2; select changed is not null from m | t
            pageinspect        | select count(*) > 0 from heap_page_items(get_raw_page('numbers', 0)) | t
            pg_buffercache     | select count(*) > 1000 from pg_buffercache | t
            pg_freespacemap    | vacuum numbers; select count(*) > 0 from pg_freespace('numbers') | t
            pg_stat_statements | select 4711; select calls from pg_stat_statements where query = 'select $1' limit 1 | 1
            pg_surgery         | select coalesce(heap_force_freeze('numbers', array['(0,1)'::tid])::text, '') | ``
            pg_trgm            | select similarity('word', 'two words') > 0.3 | t
            pg_visibility      | select count(*) > 0 from pg_visibility('numbers') | t
            pg_walinspect      | checkpoint; select count(*) > 0 from pg_get_wal_stats((select redo_lsn from pg_control_checkpoint()), pg_current_wal_flush_lsn()) | t
            pgcrypto           | select encode(digest('abc', 'sha256'), 'hex') | ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
            refint             | create table pk (id int primary key); create table fk (id int); create trigger c after insert on fk for each row execute function check_primary_key('id', 'pk', 'id'); insert into pk values (1); insert into fk values (1); select count(*) from fk | 1
            seg                | select '1.5 .. 3'::seg && '2 .. 5'::seg | t
            tablefunc          | select count(*) from normal_rand(7, 5, 3) | 7
            tcn                | create table watched (id int primary key); create trigger t after insert on watched for each row execute function triggered_change_notification(); listen tcn; insert into watched values (1); select 'told' | told
            tsm_system_rows    | select count(*) from numbers tablesample system_rows(10) | 10
            tsm_system_time    | select count(*) > 0 from numbers tablesample system_time(1000) | t
            unaccent           | select unaccent('Hôtel') | Hotel
            uuid-ossp          | select uuid_generate_v5(uuid_ns_dns(), 'www.example.com') | 2ed6657d-e927-568b-95e1-2665a8aea6a2
            """)
    void anExtensionIsCreatedAndWorks(String extension, String sql, String expected) {
        client.rows("create extension if not exists \"" + extension + "\" cascade");

        List<DataRow> rows = rowsOf(sql);

        assertThat(rows.get(rows.size() - 1).values().get(0).text()).isEqualTo(expected);
    }

    /** Statements one after the other, as some of them do not go into one transaction; the rows of the last that has any. */
    private List<DataRow> rowsOf(String statements) {
        List<DataRow> last = List.of();
        for (String sql : statements.split("; ", -1)) {
            List<BackendMessage> answers = client.query(sql);
            assertThat(ScriptedClient.only(answers, ErrorResponse.class)).isEmpty();
            List<DataRow> rows = ScriptedClient.only(answers, DataRow.class);
            if (!rows.isEmpty()) last = rows;
        }
        return last;
    }

    /** What it inspects is made by logical decoding, which wants wal_level = logical. */
    @Test
    void pgLogicalinspectIsCreatedAndLooksForSnapshots() {
        client.rows("create extension pg_logicalinspect");

        assertThat(client.sqlStateOf("select * from pg_get_logical_snapshot_meta('0-40796E18.snap')"))
                .isEqualTo("58P01");
    }

    @Test
    void librariesWithoutSqlOfTheirOwnAreLoaded() {
        try (ScriptedClient session = ScriptedClient.connect(database)) {
            session.rows("load 'auto_explain'; set auto_explain.log_min_duration = 0; set client_min_messages = log");
            assertThat(ScriptedClient.only(session.query("select 4711"), NoticeResponse.class))
                    .anyMatch(notice -> notice.notice().message().contains("Query Text: select 4711"));

            session.rows("load 'pg_overexplain'");
            assertThat(session.rows("explain (debug) select 1").toString()).contains("Command Type: select");

            session.rows("load 'passwordcheck'");
            assertThat(session.sqlStateOf("create role weak password 'short'")).isEqualTo("22023");
        }
    }

    @Test
    void preloadedLibrariesAreThereInEverySessionAndInForks() {
        try (PGlite preloading = PGlite.builder()
                        .extension("pg_stat_statements")
                        .setting("shared_preload_libraries", "auto_explain")
                        .setting("auto_explain.log_min_duration", "0")
                        .open();
                PGlite fork = preloading.fork();
                ScriptedClient original = ScriptedClient.connect(preloading);
                ScriptedClient copy = ScriptedClient.connect(fork)) {
            for (ScriptedClient session : List.of(original, copy)) {
                assertThat(session.value("show shared_preload_libraries")).isEqualTo("auto_explain,pg_stat_statements");
                session.rows("select 1 as seen");
                assertThat(session.value("select count(*) from pg_stat_statements where query = 'select $1 as seen'"))
                        .isEqualTo("1");
                session.rows("set client_min_messages = log");
                assertThat(ScriptedClient.only(session.query("select 2"), NoticeResponse.class))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void anExtensionGoesOnWorkingAfterACloseAndAnotherOpening(@TempDir Path directory) throws IOException {
        MadeDirectory.copyTo(directory);
        for (int i = 0; i < 2; i++) {
            try (PGlite opened = PGlite.open(directory);
                    ScriptedClient session = ScriptedClient.connect(opened)) {
                session.rows("create extension if not exists hstore");
                assertThat(session.value("select 'a=>1'::hstore -> 'a'")).isEqualTo("1");
            }
        }
    }
}
