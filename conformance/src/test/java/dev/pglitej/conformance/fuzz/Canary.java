package dev.pglitej.conformance.fuzz;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A session that commits and reads all the time, while others disturb the server, and must always get right answers. Confined to a thread
 * of its own, except where said.
 */
final class Canary implements Runnable {
    private final Connection connection;
    private volatile long committed;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    private Canary(Connection connection) {
        this.connection = connection;
    }

    /** Makes its table. On the calling thread. */
    static Canary in(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table canary (n bigint primary key, word text not null)");
        }
        return new Canary(connection);
    }

    @Override
    public void run() {
        try (PreparedStatement insert = connection.prepareStatement("insert into canary values (?, md5(?::text))");
                PreparedStatement read =
                        connection.prepareStatement("select word = md5(?::text), 6 * 7 from canary where n = ?")) {
            while (!stopped) sing(insert, read, committed + 1);
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private void sing(PreparedStatement insert, PreparedStatement read, long number) throws SQLException {
        insert.setLong(1, number);
        insert.setLong(2, number);
        if (insert.executeUpdate() != 1) throw new AssertionError("not inserted: " + number);
        committed = number;
        read.setLong(1, number);
        read.setLong(2, number);
        try (ResultSet rows = read.executeQuery()) {
            if (!rows.next() || !rows.getBoolean(1) || rows.getInt(2) != 42 || rows.next()) {
                throw new AssertionError("a wrong answer about row " + number);
            }
        }
    }

    /** From any thread: throws what has gone wrong so far, if anything. */
    void check() {
        Throwable cause = failure;
        if (cause != null) throw new AssertionError("the canary got a wrong answer, or none", cause);
    }

    /** From any thread. */
    void stop() {
        stopped = true;
    }

    /** How many rows it has committed. From any thread. */
    long committed() {
        return committed;
    }
}
