package dev.pglitej.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The rows that measure a round trip: the driver, the protocol and the executor's start and end. */
final class ReadingRows {
    private ReadingRows() {}

    static List<Row> of(Scale scale) {
        return List.of(
                Row.roundTrip(
                        "primary-key-select",
                        "one prepared SELECT by primary key, one round trip",
                        scale.roundTrips(),
                        c -> selectByPrimaryKey(c, scale)),
                Row.roundTrip(
                        "select-1",
                        "one prepared SELECT 1, one round trip",
                        scale.roundTrips(),
                        c -> selectOne(c, scale.roundTrips())));
    }

    private static String selectByPrimaryKey(Connection connection, Scale scale) throws SQLException {
        long sum = 0;
        try (PreparedStatement select = connection.prepareStatement("select v from bench_rows where id = ?")) {
            for (int n = 0; n < scale.roundTrips(); n++) {
                select.setInt(1, 1 + (int) (n * 7919L % scale.tableRows()));
                sum += onlyNumber(select);
            }
        }
        return Long.toString(sum);
    }

    private static String selectOne(Connection connection, int times) throws SQLException {
        long sum = 0;
        try (PreparedStatement select = connection.prepareStatement("select 1")) {
            for (int n = 0; n < times; n++) sum += onlyNumber(select);
        }
        return Long.toString(sum);
    }

    private static long onlyNumber(PreparedStatement select) throws SQLException {
        try (ResultSet result = select.executeQuery()) {
            if (!result.next()) throw new SQLException("no row answers " + select);
            return result.getLong(1);
        }
    }
}
