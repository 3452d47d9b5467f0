package dev.pglitej.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of pg_uuidv7's own description. */
@Timeout(120)
final class Uuidv7Test {
    private static final String MOMENT = "2023-01-02 04:26:40.637+00";

    @Test
    void uuidsAndMomentsBecomeEachOther() throws SQLException {
        try (PGlite database = PGlite.builder().extension("pg_uuidv7").open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("set timezone = 'UTC'");

            assertThat(Sql.value(sql, "select uuid_v7_to_timestamptz('018570bb-4a7d-7c7e-8df4-6d47afd8c8fc')"))
                    .isEqualTo(MOMENT);
            assertThat(Sql.value(sql, "select uuid_timestamptz_to_v7('" + MOMENT + "', true)"))
                    .isEqualTo("018570bb-4a7d-7000-8000-000000000000");
            assertThat(Sql.value(sql, "select uuid_timestamptz_to_v7('" + MOMENT + "')"))
                    .matches("018570bb-4a7d-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            assertThat(Sql.value(sql, "select uuid_v7_to_timestamp(uuid_timestamp_to_v7('2024-05-06 07:08:09.123'))"))
                    .isEqualTo("2024-05-06 07:08:09.123");
        }
    }

    @Test
    void madeOnesDifferAndHaveTheTimeOfNow() throws SQLException {
        try (PGlite database = PGlite.builder().extension("pg_uuidv7").open();
                Connection connection = database.getConnection();
                Statement sql = connection.createStatement()) {
            assertThat(Sql.value(sql, "select count(distinct uuid_generate_v7()) from generate_series(1, 10000)"))
                    .isEqualTo("10000");
            assertThat(Sql.value(
                            sql,
                            "select bool_and(uuid_extract_version(u) = 7 and uuid_v7_to_timestamptz(u) between"
                                    + " statement_timestamp() - interval '1 ms' and clock_timestamp())"
                                    + " from (select uuid_generate_v7() u from generate_series(1, 100)) s"))
                    .isEqualTo("t");
        }
    }
}
