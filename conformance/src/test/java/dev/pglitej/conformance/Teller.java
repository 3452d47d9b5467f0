package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.execute;

import java.sql.Connection;
import java.sql.SQLException;

/** Moves money in transactions of all isolation levels. */
final class Teller extends BankWorker {
    static final String APPLICATION = "teller";

    private static final int[] LEVELS = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE
    };

    Teller(Bank bank, long seed) {
        super(bank, seed);
    }

    @Override
    void work(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            execute(connection, "set application_name = '" + APPLICATION + "'", "set deadlock_timeout = '20ms'");
            connection.setAutoCommit(false);
        }
        connection.setTransactionIsolation(LEVELS[random.nextInt(LEVELS.length)]);
        long number = bank.nextNumber();
        int source = 1 + random.nextInt(Bank.ACCOUNTS);
        int target = 1 + random.nextInt(Bank.ACCOUNTS);
        int amount = 1 + random.nextInt(50);
        execute(connection, "update account set balance = balance - " + amount + " where id = " + source);
        if (random.nextInt(10) == 0) {
            execute(connection, "savepoint s", "update account set balance = 0 where id = " + target, "rollback to s");
        }
        execute(
                connection,
                "update account set balance = balance + " + amount + " where id = " + target,
                "insert into move values (" + number + ", " + source + ", " + target + ", " + amount + ")");
        if (random.nextInt(10) == 0) {
            connection.rollback();
            return;
        }
        connection.commit();
        bank.acknowledge(number);
    }
}
