package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Accounts among which money moves, and a log of the moves. Whatever happens, the log has every move that was acknowledged, and replaying
 * it gives every balance. Thread-safe.
 */
final class Bank {
    static final int ACCOUNTS = 20;
    static final int INITIAL = 100;

    /** Connects to where the bank is at present. */
    @FunctionalInterface
    interface Door {
        Connection open() throws SQLException;
    }

    private final Door door;
    private final AtomicLong numbers = new AtomicLong();
    private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();

    Bank(Door door) {
        this.door = door;
    }

    Connection open() throws SQLException {
        return door.open();
    }

    void build() throws SQLException {
        try (Connection connection = open()) {
            execute(
                    connection,
                    "create table account (id int primary key, balance int not null check (balance >= -1000000))",
                    "create index on account (balance)",
                    "create table move (number bigint primary key, source int not null references account,"
                            + " target int not null references account, amount int not null)",
                    "insert into account select g, " + INITIAL + " from generate_series(1, " + ACCOUNTS + ") g");
        }
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    void acknowledge(long number) {
        acknowledged.add(number);
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** Adds the books up. */
    void audit() throws SQLException {
        try (Connection connection = open()) {
            assertThat(value(connection, "select sum(balance) from account")).isEqualTo("" + ACCOUNTS * INITIAL);
            assertThat(value(connection, """
                            select count(*) from account where balance <> %d
                              + coalesce((select sum(amount) from move where target = id), 0)
                              - coalesce((select sum(amount) from move where source = id), 0)
                            """.formatted(INITIAL)))
                    .as("accounts that differ from their replayed log")
                    .isEqualTo("0");
            assertThat(moves(connection)).containsAll(Set.copyOf(acknowledged));
        }
    }

    private static Set<Long> moves(Connection connection) throws SQLException {
        Set<Long> moves = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select number from move")) {
            while (rows.next()) moves.add(rows.getLong(1));
        }
        return moves;
    }
}
