package dev.pglitej.conformance;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works at the bank until it is told to stop; goes on with a new connection where its own was killed. Confined to one thread. */
abstract class BankWorker implements Runnable {
    /** Serialization failure, deadlock, lock not available, cancelled by a vacuum's deadlock check. */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03", "57014");
    /** Terminated, crashed, starting up or shutting down, connection lost. */
    private static final Set<String> CONNECT_AGAIN = Set.of("57P01", "57P02", "57P03", "08001", "08003", "08006");

    final Bank bank;
    final Random random;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    BankWorker(Bank bank, long seed) {
        this.bank = bank;
        this.random = new Random(seed);
    }

    /** Does one piece of work. */
    abstract void work(Connection connection) throws SQLException;

    @Override
    public final void run() {
        try {
            while (!stopped) workOnOneConnection();
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private void workOnOneConnection() throws SQLException {
        try (Connection connection = bank.open()) {
            while (!stopped) {
                try {
                    work(connection);
                } catch (SQLException e) {
                    if (!TRY_AGAIN.contains(e.getSQLState())) throw e;
                    if (!connection.getAutoCommit()) connection.rollback();
                }
            }
        } catch (SQLException e) {
            if (!CONNECT_AGAIN.contains(e.getSQLState())) throw e;
            Thread.onSpinWait();
        }
    }

    void stop() {
        stopped = true;
    }

    /** Throws what ended the work before it was told to stop, if anything. */
    void check() {
        Throwable cause = failure;
        if (cause != null) throw new AssertionError("a worker of the bank failed", cause);
    }
}
