package dev.pglitej;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.CommandComplete;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.spi.Sessions;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Moves money between accounts; has timeouts now and then, and leaves in the middle of it without a word. */
final class CampaignTeller extends CampaignClient {
    static final String NAME = "teller";
    static final int ACCOUNTS = 20;
    static final int BALANCE = 1000;

    /** What all tellers of a campaign have done. Thread-safe. */
    static final class Books {
        private final AtomicLong numbers = new AtomicLong();
        private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
        private final AtomicInteger count = new AtomicInteger();

        private void acknowledge(long number) {
            acknowledged.add(number);
            count.incrementAndGet();
        }

        int count() {
            return count.get();
        }

        Set<Long> acknowledged() {
            return Set.copyOf(acknowledged);
        }
    }

    /** Cancelled or timed out, terminated, in recovery, no space on the disk, a deadlock, too slow in a transaction. */
    private static final Set<String> FAULTS =
            Set.of("57014", "57P01", "57P02", "57P03", "57P05", "53100", "40P01", "25P03", "25P04");

    private final Books books;

    CampaignTeller(Supplier<? extends Sessions> database, long seed, Books books) {
        super(database, seed);
        this.books = books;
    }

    static void makeTables(ScriptedClient client) {
        client.rows("create table account (id int primary key, balance int not null)");
        client.rows("create table move (number bigint primary key, source int, target int, amount int, filler text)");
        client.rows("insert into account select id, " + BALANCE + " from generate_series(1, " + ACCOUNTS + ") id");
        client.rows("create table filler (t text)");
    }

    @Override
    void begin(ScriptedClient session) {
        succeeds(session, "set application_name = '" + NAME + "'; set deadlock_timeout = '50ms'");
    }

    @Override
    void work(ScriptedClient session) {
        long number = books.numbers.incrementAndGet();
        int source = 1 + random.nextInt(ACCOUNTS);
        int target = 1 + random.nextInt(ACCOUNTS);
        int amount = random.nextInt(100);
        boolean done = succeeds(session, "begin")
                && (random.nextInt(20) > 0
                        || succeeds(session, "set local statement_timeout = '2ms'; select pg_sleep(1)"))
                && succeeds(
                        session,
                        "insert into move values (" + number + ", " + source + ", " + target + ", " + amount
                                + ", repeat('x', " + random.nextInt(500) + "))")
                && succeeds(session, change(source, -amount))
                && succeeds(session, change(target, amount));
        if (done && random.nextInt(50) == 0) {
            session.hangUp();
            session.awaitEnd();
            throw new ScriptedClient.SessionEndedError();
        }
        if (done && commits(session)) {
            books.acknowledge(number);
        } else {
            succeeds(session, "rollback");
        }
    }

    private static String change(int account, int amount) {
        return "update account set balance = balance + " + amount + " where id = " + account;
    }

    private static boolean commits(ScriptedClient session) {
        List<BackendMessage> answer = session.query("commit");
        return !hasFailed("commit", answer)
                && ScriptedClient.only(answer, CommandComplete.class)
                        .get(0)
                        .tag()
                        .equals("COMMIT");
    }

    private static boolean succeeds(ScriptedClient session, String sql) {
        return !hasFailed(sql, session.query(sql));
    }

    private static boolean hasFailed(String sql, List<BackendMessage> answer) {
        List<ErrorResponse> errors = ScriptedClient.only(answer, ErrorResponse.class);
        for (ErrorResponse response : errors) {
            if (!FAULTS.contains(response.error().sqlState())) throw new AssertionError(sql + " failed: " + answer);
        }
        return !errors.isEmpty();
    }
}
