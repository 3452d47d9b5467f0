package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of pg_hashids' own description. */
@Timeout(120)
final class HashidsTest {
    @Test
    void numbersBecomeShortIdsAndBack() throws SQLException {
        try (PGlite database = PGlite.builder().extension("pg_hashids").open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            assertThat(Sql.value(sql, "select id_encode(1001)")).isEqualTo("jNl");
            assertThat(Sql.value(sql, "select id_encode(1234567, 'This is my salt')"))
                    .isEqualTo("Pdzxp");
            assertThat(Sql.value(sql, "select id_encode(1234567, 'This is my salt', 10)"))
                    .isEqualTo("PlRPdzxpR7");
            assertThat(Sql.value(
                            sql, "select id_encode(1234567, 'This is my salt', 10, 'abcdefghijABCDxFGHIJ1234567890')"))
                    .isEqualTo("3GJ956J9B9");
            assertThat(Sql.value(sql, "select id_decode('PlRPdzxpR7', 'This is my salt', 10)"))
                    .isEqualTo("{1234567}");
            assertThat(Sql.value(sql, "select id_decode_once('jNl')")).isEqualTo("1001");
            assertThat(Sql.value(sql, "select id_decode(id_encode(array[1, 2, 3], 'salt'), 'salt')"))
                    .isEqualTo("{1,2,3}");
            assertThat(Sql.value(
                            sql,
                            "select count(*) from generate_series(1, 2000) n"
                                    + " where id_decode_once(id_encode(n, 'salt', 8), 'salt', 8) = n"))
                    .isEqualTo("2000");
        }
    }
}
