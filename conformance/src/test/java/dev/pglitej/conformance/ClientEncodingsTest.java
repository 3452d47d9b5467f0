package dev.pglitej.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.conformance.wire.WireClient;
import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.DataRow;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Clients and databases of other encodings than UTF8. */
@Timeout(120)
final class ClientEncodingsTest {
    private static ServedDatabase served;

    @BeforeAll
    static void start() throws IOException {
        served = ServedDatabase.inMemory();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static WireClient client(String encoding, String database) throws IOException {
        return WireClient.connect(
                served.address(), Map.of("user", "postgres", "database", database, "client_encoding", encoding));
    }

    /** The values of all rows as hexadecimal digits, or the error. */
    private static String answer(WireClient client, String query) throws IOException {
        List<String> answers = new ArrayList<>();
        for (BackendMessage message : client.query(query)) {
            if (message instanceof DataRow row) {
                answers.add(HexFormat.of().formatHex(row.values().get(0).toBytes()));
            }
            if (message instanceof ErrorResponse refusal) {
                answers.add(refusal.error().sqlState() + " " + refusal.error().message());
            }
        }
        return String.join(",", answers);
    }

    @ParameterizedTest
    @CsvSource({
        "LATIN1, e9",
        "LATIN9, a4",
        "WIN1252, 80",
        "SJIS, 82a0",
        "SHIFT_JIS_2004, 82a0",
        "EUC_JP, a4a2",
        "EUC_JIS_2004, a4a2",
        "EUC_CN, c4e3",
        "EUC_TW, c4e3",
        "EUC_KR, b0a1",
        "GB18030, 81308130",
        "GBK, c4e3",
        "BIG5, a440",
        "UHC, b0a1",
        "JOHAB, b0a1",
        "KOI8R, c1",
        "WIN1251, e0",
        "WIN866, a0",
        "ISO_8859_5, d0"
    })
    void aClientGetsTheBytesOfItsEncoding(String encoding, String bytes) throws IOException {
        try (WireClient client = client(encoding, "postgres")) {
            assertThat(answer(client, "show client_encoding"))
                    .isEqualTo(HexFormat.of().formatHex(encoding.getBytes(UTF_8)));
            assertThat(answer(client, "select convert_from('\\x" + bytes + "', '" + encoding + "')"))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void aClientIsToldWhichCharacterItsEncodingLacks() throws IOException {
        try (WireClient client = client("LATIN1", "postgres")) {
            assertThat(answer(client, "select chr(8364)"))
                    .isEqualTo(
                            "22P05 character with byte sequence 0xe2 0x82 0xac in encoding \"UTF8\" has no equivalent"
                                    + " in encoding \"LATIN1\"");
            assertThat(answer(client, "select 1")).isEqualTo("31");
        }
    }

    @Test
    void theEncodingOfASessionCanBeChanged() throws IOException {
        try (WireClient client = client("UTF8", "postgres")) {
            client.query("set client_encoding to 'MULE_INTERNAL'");
            assertThat(answer(client, "select 'a'")).isEqualTo("61");
            client.query("set client_encoding to 'WIN1251'");
            assertThat(answer(client, "select chr(1078)")).isEqualTo("e6");
        }
    }

    @ParameterizedTest
    @CsvSource({"LATIN1, é, 1, 1", "EUC_JP, あい, 2, 4", "EUC_KR, 가, 1, 2", "WIN1251, жук, 3, 3", "EUC_CN, 你好, 2, 4"})
    void aDatabaseHasItsOwnEncoding(String encoding, String text, int characters, int bytes) throws SQLException {
        String name = "in_" + encoding.toLowerCase(Locale.ROOT);
        try (Connection connection = served.connect()) {
            Queries.execute(
                    connection,
                    "create database " + name + " encoding '" + encoding
                            + "' lc_collate 'C' lc_ctype 'C' template template0");
        }

        try (Connection connection = served.connect("postgres", name)) {
            assertThat(Queries.value(connection, "show server_encoding")).isEqualTo(encoding);
            Queries.execute(connection, "create table t (s text)", "insert into t values ('" + text + "')");
            assertThat(Queries.value(connection, "select s from t")).isEqualTo(text);
            assertThat(Queries.value(connection, "select length(s) || ' ' || octet_length(s) from t"))
                    .isEqualTo(characters + " " + bytes);
            assertThat(Queries.value(connection, "select left(s, 1) from t")).isEqualTo(text.substring(0, 1));
            assertThat(Queries.value(connection, "select reverse(reverse(s)) from t"))
                    .isEqualTo(text);
            assertThat(Queries.value(connection, "select s::varchar(1) from t")).isEqualTo(text.substring(0, 1));
            assertThat(Queries.failure(connection, "insert into t values ('ก')"))
                    .isEqualTo("22P05");
        }
    }

    @Test
    void aConversionCanBeCreatedAndUsed() throws SQLException {
        try (Connection connection = served.connect()) {
            Queries.execute(connection, "create conversion mine for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8");
            assertThat(Queries.value(connection, "select count(*) from pg_conversion where conname = 'mine'"))
                    .isEqualTo("1");
            Queries.execute(connection, "drop conversion mine");
        }
    }

    @Test
    void copyReadsAndWritesAnEncoding() throws SQLException, IOException {
        try (Connection connection = served.connect()) {
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            Queries.execute(connection, "create temporary table t (s text)");
            byte[] latin = "déjà\n".getBytes(ISO_8859_1);

            copies.copyIn("copy t from stdin (encoding 'LATIN1')", new ByteArrayInputStream(latin));

            assertThat(Queries.value(connection, "select s from t")).isEqualTo("déjà");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            copies.copyOut("copy t to stdout (encoding 'WIN1252')", out);
            assertThat(out.toByteArray()).isEqualTo(latin);
        }
    }
}
