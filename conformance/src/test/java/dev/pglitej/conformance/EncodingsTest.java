package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Conversions between encodings answer as on native PostgreSQL: each converter, over its whole repertoire, with each error. */
@Tag("native")
@Timeout(300)
final class EncodingsTest {
    /** What a converter makes of bytes, as hexadecimal digits; what it cannot convert becomes the error's text. */
    private static final String FUNCTION = """
            create function pg_temp.converted(bytes bytea, source text, target text) returns text language plpgsql as $$
            begin
              return encode(convert(bytes, source, target), 'hex');
            exception when others then
              return sqlstate || ' ' || sqlerrm;
            end $$
            """;

    /** All pairs that a conversion exists for. */
    private static final String CONVERSIONS = """
            select pg_encoding_to_char(conforencoding), pg_encoding_to_char(contoencoding) from pg_conversion
            order by 1, 2
            """;

    private static NativeDatabase nativeDatabase;
    private static ServedDatabase served;
    private static Connection nativeSession;
    private static Connection ours;

    @BeforeAll
    static void start() throws IOException, SQLException {
        nativeDatabase = NativeDatabase.start();
        served = ServedDatabase.inMemory();
        nativeSession = nativeDatabase.connect("postgres", "postgres", Map.of());
        ours = served.connect("postgres", "postgres");
        Queries.execute(nativeSession, FUNCTION);
        Queries.execute(ours, FUNCTION);
    }

    @AfterAll
    static void stop() throws SQLException {
        if (ours != null) ours.close();
        if (nativeSession != null) nativeSession.close();
        if (served != null) served.close();
        if (nativeDatabase != null) nativeDatabase.close();
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(result.getString(i));
                }
                rows.add(row.toString());
            }
        } catch (PSQLException e) {
            ServerErrorMessage error = e.getServerErrorMessage();
            if (error == null) throw e;
            rows.add(error.getSeverity() + " " + error.getSQLState() + " " + error.getMessage() + " / "
                    + error.getDetail() + " / " + error.getHint());
        }
        return rows;
    }

    private static void assertSame(String query) throws SQLException {
        assertThat(rows(ours, query)).as(query).isEqualTo(rows(nativeSession, query));
    }

    @Test
    void thereAreTheSameConversions() throws SQLException {
        assertThat(rows(nativeSession, CONVERSIONS)).hasSizeGreaterThan(120);
        assertSame(CONVERSIONS);
    }

    @Test
    void eachConversionAnswersForBytesOfAllKinds() throws SQLException {
        compareAllConversions(17, 19);
    }

    @Test
    @Tag("long")
    @Timeout(3600)
    void eachConversionAnswersForItsWholeRepertoire() throws SQLException {
        compareAllConversions(1, 1);
    }

    /** Compares hashes of blocks: of all single bytes, of every so manieth pair and triple of bytes, and of characters of Unicode. */
    private static void compareAllConversions(int bytes, int characters) throws SQLException {
        for (String conversion : rows(nativeSession, CONVERSIONS)) {
            String[] encodings = conversion.split("\\|", -1);
            assertSame("""
                    select a, pg_temp.converted(set_byte('\\x00', 0, a), '%s', '%s') from generate_series(0, 255) a order by a
                    """.formatted(encodings[0], encodings[1]));
            if (encodings[0].equals("UTF8")) {
                compareCharacters(encodings[1], characters);
            } else if (isMultibyte(encodings[0])) {
                compareBytes(encodings[0], encodings[1], bytes);
            }
        }
    }

    private static boolean isMultibyte(String encoding) throws SQLException {
        return !rows(nativeSession, "select pg_encoding_max_length(pg_char_to_encoding('" + encoding + "'))")
                .equals(List.of("1"));
    }

    private static void compareCharacters(String target, int step) throws SQLException {
        assertSame("""
                select i / 4096, md5(string_agg(pg_temp.converted(convert_to(chr(i), 'UTF8'), 'UTF8', '%s'), ',' order by i))
                from (select generate_series(1, 55295, %d) union all select generate_series(57344, 1114111, 1 + 63 * %d)) as c (i)
                group by 1 order by 1
                """.formatted(target, step, step));
        // Characters that are two in Unicode, and bytes that are no UTF-8.
        assertSame("""
                select pg_temp.converted(bytes, 'UTF8', '%s') from unnest(array['\\xe3818be3829a', '\\xe3818b', '\\xe3818be3',
                  '\\xe3818bff', '\\xc3a6cc80', '\\xcba5cba9', '\\xcba9cba5', '\\x6130', '\\xc0', '\\xc080', '\\xe08080', '\\xeda080',
                  '\\xf0808080', '\\xf4908080', '\\xf8', '\\xe282', '\\xe282ac41', '\\x41e28241', '\\xf09f98', '\\x80',
                  '\\x410042']::bytea[]) bytes
                """.formatted(target));
    }

    private static void compareBytes(String source, String target, int step) throws SQLException {
        assertSame("""
                select n / 512, md5(string_agg(
                  pg_temp.converted(set_byte(set_byte('\\x0000', 0, n / 256), 1, n %% 256), '%s', '%s'), ',' order by n))
                from generate_series(32768, 65535, %d) n group by 1 order by 1
                """.formatted(source, target, step));
        assertSame("""
                select a, md5(string_agg(pg_temp.converted(
                         substr(set_byte(set_byte(set_byte(set_byte('\\x00000000', 0, a), 1, b), 2, c), 3, d), 1, n), '%s', '%s'),
                         ',' order by n, b, c, d))
                from generate_series(128, 255, 1 + %d / 6) a, unnest(array[48, 57, 65, 128, 142, 161, 163, 167, 191, 254]) b,
                     unnest(array[65, 129, 161, 188, 254]) c, unnest(array[48, 57, 128, 170]) d, generate_series(3, 4) n
                group by a order by a
                """.formatted(source, target, step));
    }

    @Test
    void allOfGb18030IsConvertedBothWays() throws SQLException {
        assertSame("""
                select i / 1024, md5(string_agg(convert_to(chr(i), 'GB18030'), '' order by i)),
                       bool_and(convert_from(convert_to(chr(i), 'GB18030'), 'GB18030') = chr(i))
                from generate_series(1, 55295) i group by 1 order by 1
                """);
    }

    /** COPY converts as far as it can, and asks again for the error; texts from clients are checked by the converters alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "LATIN1",
                "WIN1252",
                "WIN1250",
                "KOI8R",
                "SJIS",
                "SHIFT_JIS_2004",
                "EUC_JP",
                "EUC_JIS_2004",
                "EUC_KR",
                "EUC_CN",
                "EUC_TW",
                "BIG5",
                "GBK",
                "GB18030",
                "UHC",
                "JOHAB"
            })
    void copyReportsTheBytesThatItCannotConvert(String encoding) throws Exception {
        for (String hex : List.of(
                "81", "ff", "a1ff", "8141", "8fa1", "8ea1", "8d20", "81308130", "8130ff30", "fe39fe39", "41fe")) {
            byte[] line = HexFormat.of().parseHex("6f6b0a" + hex + "0a");

            assertThat(copied(ours, encoding, line))
                    .as(encoding + " " + hex)
                    .isEqualTo(copied(nativeSession, encoding, line));
        }
    }

    private static List<String> copied(Connection connection, String encoding, byte[] lines) throws Exception {
        Queries.execute(connection, "create temporary table if not exists copied (s text)", "truncate copied");
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        try {
            copies.copyIn("copy copied from stdin (encoding '" + encoding + "')", new ByteArrayInputStream(lines));
        } catch (PSQLException e) {
            ServerErrorMessage error = e.getServerErrorMessage();
            return List.of(error == null ? String.valueOf(e) : error.getSQLState() + " " + error.getMessage());
        }
        return rows(connection, "select encode(convert_to(s, 'UTF8'), 'hex') from copied");
    }
}
