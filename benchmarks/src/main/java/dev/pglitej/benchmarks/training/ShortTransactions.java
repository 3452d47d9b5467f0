package dev.pglitej.benchmarks.training;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** What programs do most: little statements, many of them, prepared or not, in their own transactions or a few in one. */
final class ShortTransactions {
    private static final int ACCOUNTS = 1_400;
    private static final int ORDERS = 50_000;

    private final Connection connection;
    private final int times;
    private final Random random = new Random(18);

    ShortTransactions(Connection connection, int times) {
        this.connection = connection;
        this.times = times;
    }

    void run() throws SQLException {
        readPrepared();
        readUnprepared();
        page();
        write();
        transfer();
        fail();
        batch();
    }

    private void readPrepared() throws SQLException {
        try (PreparedStatement account =
                        connection.prepareStatement("select owner, balance, version from accounts where account = ?");
                PreparedStatement lines = connection.prepareStatement(
                        "select position, title, l.price from lines l join products using (product) where number = ?")) {
            for (int n = 0; n < times; n++) {
                account.setInt(1, 1 + random.nextInt(ACCOUNTS));
                read(account.executeQuery());
                lines.setLong(1, 1 + random.nextInt(ORDERS));
                read(lines.executeQuery());
            }
        }
    }

    private void readUnprepared() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int n = 0; n < times / 4; n++) {
                int number = 1 + random.nextInt(ORDERS);
                read(statement.executeQuery("select state, note, ordered from orders where number = " + number));
                read(statement.executeQuery("select now(), current_user, version() is not null"));
            }
        }
    }

    /** Reads through a portal, some rows at a time. */
    private void page() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement select =
                connection.prepareStatement("select number, product, quantity, price from lines where product < ?")) {
            select.setFetchSize(100);
            select.setInt(1, times / 20);
            read(select.executeQuery());
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void write() throws SQLException {
        try (PreparedStatement insert =
                        connection.prepareStatement("insert into ledger (account, change) values (?, ?)");
                PreparedStatement update = connection.prepareStatement(
                        "update accounts set balance = balance + ? where account = ? returning balance");
                PreparedStatement delete = connection.prepareStatement("delete from ledger where entry = ?")) {
            for (int n = 1; n <= times / 2; n++) {
                int account = 1 + random.nextInt(ACCOUNTS);
                connection.setAutoCommit(n % 2 == 0);
                insert.setInt(1, account);
                insert.setLong(2, n);
                insert.executeUpdate();
                update.setLong(1, n);
                update.setInt(2, account);
                read(update.executeQuery());
                delete.setLong(1, 1 + random.nextInt(n));
                delete.executeUpdate();
                if (n % 2 != 0) connection.commit();
            }
        }
        connection.setAutoCommit(true);
    }

    private void transfer() throws SQLException {
        try (CallableStatement call = connection.prepareCall("call transfer(?, ?, ?)")) {
            for (int n = 0; n < times / 4; n++) {
                call.setInt(1, 1 + random.nextInt(ACCOUNTS));
                call.setInt(2, 1 + random.nextInt(ACCOUNTS));
                call.setLong(3, random.nextInt(50));
                call.execute();
            }
        }
    }

    /** Errors are part of life: each of these statements fails. */
    private void fail() throws SQLException {
        String[] wrong = {
            "insert into accounts values (1, 'twice', 0)",
            "insert into lines values (-1, 1, 1, 1, 1)",
            "select * from nowhere",
            "select 1 / 0",
            "selekt",
            "update products set stock = -2000000 where product = 1"
        };
        try (Statement statement = connection.createStatement()) {
            for (int n = 0; n < times / 100; n++) expectError(statement, wrong[n % wrong.length]);
        }
    }

    private static void expectError(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException expected) {
            return;
        }
        throw new SQLException("succeeds, which is wrong: " + sql);
    }

    private void batch() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into events values (timestamp '2024-04-01' + ? * interval '1 second', ?, null, ?::jsonb)")) {
            for (int n = 0; n < times; n++) {
                insert.setInt(1, n);
                insert.setString(2, "batch");
                insert.setString(3, "{\"n\": " + n + ", \"text\": \"a \\\"quoted\\\" one\", \"list\": [1, 2.5, null]}");
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void read(ResultSet result) throws SQLException {
        try (result) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                for (int column = 1; column <= columns; column++) result.getObject(column);
            }
        }
    }
}
