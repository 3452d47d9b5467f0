package dev.pglitej.conformance;

import static dev.pglitej.conformance.Queries.execute;
import static dev.pglitej.conformance.Queries.value;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Rewrites the bank's tables under its tellers' hands, and has tellers thrown out. */
final class Janitor extends BankWorker {
    /** What a REINDEX CONCURRENTLY leaves behind that a kill ends: indexes that the next one would make two of each. */
    private static final String DROP_LEFTOVERS = """
            do $$ declare leftover regclass; begin
              for leftover in select indexrelid from pg_index
                where indrelid = 'account'::regclass and indexrelid::regclass::text ~ '_cc(new|old)[0-9]*$'
              loop
                execute format('drop index %s', leftover);
              end loop;
            end $$""";

    private static final List<String> CHORES = List.of(
            "vacuum full account",
            "vacuum full move",
            "vacuum",
            "reindex table account",
            DROP_LEFTOVERS,
            "reindex table concurrently account",
            "checkpoint",
            "analyze",
            "cluster account using account_pkey");

    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger chores = new AtomicInteger();

    Janitor(Bank bank, long seed) {
        super(bank, seed);
    }

    int kills() {
        return kills.get();
    }

    /** How many times all chores have been done. */
    int rounds() {
        return chores.get() / CHORES.size();
    }

    @Override
    void work(Connection connection) throws SQLException {
        execute(connection, "set deadlock_timeout = '20ms'");
        int chore = chores.get();
        if (random.nextInt(3) == 0) {
            String killed = value(
                    connection,
                    "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity where application_name = '"
                            + Teller.APPLICATION + "' order by random() limit 1) victim");
            kills.addAndGet(Integer.parseInt(killed));
        }
        execute(connection, CHORES.get(chore % CHORES.size()));
        chores.set(chore + 1);
    }
}
