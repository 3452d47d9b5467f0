package dev.pglitej;

import dev.pglitej.internal.protocol.BackendMessage;
import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Another JVM that opens a bank's database, checks it, and moves money in it with several clients at once until it is killed. Each client
 * writes the number of its transfer to a file of its own when the commit is acknowledged. The clients may work in a test's own JVM too.
 */
final class Victim implements AutoCloseable {
    static final int CLIENTS = Integer.getInteger("pglitej.torture.clients", 16);
    static final int ACCOUNTS = 100;
    /** Said when the database has been checked and the clients begin. */
    static final String READY = "ready";

    private static final int MOST = 1000;
    private static final String DEADLOCK_DETECTED = "40P01";

    private final PGlite database;
    private final Path acknowledged;
    private final long seed;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isStopped;

    private Victim(PGlite database, Path acknowledged, long seed) {
        this.database = database;
        this.acknowledged = acknowledged;
        this.seed = seed;
    }

    static Process start(Path data, Path acknowledged, long seed) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dpglitej.torture.clients=" + CLIENTS,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        data.toString(),
                        acknowledged.toString(),
                        Long.toString(seed))
                .redirectErrorStream(true)
                .start();
    }

    static PGlite open(Path data) {
        return PGlite.builder()
                .directory(data)
                // Checkpoints and new log files in the middle of it.
                .setting("max_wal_size", "32MB")
                .setting("min_wal_size", "32MB")
                // Clients that change all accounts at once deadlock often; with the default they would mostly wait for
                // that to be noticed.
                .setting("deadlock_timeout", "10ms")
                .open();
    }

    public static void main(String[] arguments) {
        PGlite database = open(Path.of(arguments[0]));
        Path acknowledged = Path.of(arguments[1]);
        try (ScriptedClient client = ScriptedClient.connect(database)) {
            Bank.check(client, acknowledged);
            Amcheck.check(client);
        }
        System.out.println(READY);
        work(database, acknowledged, Long.parseLong(arguments[2]));
    }

    /** Lets clients work on a bank that has been made, until this is closed. */
    static Victim work(PGlite database, Path acknowledged, long seed) {
        Victim victim = new Victim(database, acknowledged, seed);
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            victim.threads.add(new Thread(() -> victim.transfer(client), "client " + i));
        }
        victim.threads.add(new Thread(victim::disturb, "disturber"));
        victim.threads.forEach(Thread::start);
        return victim;
    }

    /** Waits until every client has had some more transfers acknowledged. */
    void awaitTransfers(int count) {
        for (int i = 0; i < CLIENTS; i++) {
            Path log = Bank.log(acknowledged, i);
            long goal = Bank.lastAcknowledged(log) + count;
            Eventually.eventually(count + " more transfers", () -> Bank.lastAcknowledged(log) >= goal);
        }
    }

    @Override
    public void close() {
        isStopped = true;
        try {
            for (Thread thread : threads) thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while clients ended", e);
        }
    }

    private void transfer(int client) {
        Random random = new Random(seed + client);
        try (ScriptedClient session = ScriptedClient.connect(database);
                FileChannel log = FileChannel.open(
                        Bank.log(acknowledged, client),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND)) {
            int last = Integer.parseInt(
                    session.value("select coalesce(max(number), 0) from transfers where client = " + client));
            // The last one may have been committed without an answer, which is as good.
            acknowledge(log, last);
            while (!isStopped) {
                if (!isCommitted(session, statements(random, client, last + 1))) continue;
                last++;
                acknowledge(log, last);
            }
        } catch (IOException | RuntimeException | Error e) {
            e.printStackTrace(System.out);
        }
    }

    private static void acknowledge(FileChannel log, int number) throws IOException {
        log.write(ByteBuffer.wrap((number + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    /** Not when others were in the way, which is what deadlocks are; nothing of it has happened then. */
    private static boolean isCommitted(ScriptedClient session, List<String> statements) {
        for (String statement : statements) {
            List<BackendMessage> answers = session.query(statement);
            for (ErrorResponse response : ScriptedClient.only(answers, ErrorResponse.class)) {
                if (!response.error().sqlState().equals(DEADLOCK_DETECTED)) {
                    throw new AssertionError(statement + " failed: " + answers);
                }
                session.query("rollback");
                return false;
            }
        }
        return true;
    }

    private static List<String> statements(Random random, int client, int number) {
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        int amount = random.nextInt(MOST);
        String insert = "insert into transfers values (%d, %d, %d, %d, %d, repeat('x', %d))"
                .formatted(client, number, from, to, amount, random.nextInt(MOST));
        String first = change(Math.min(from, to), from < to ? -amount : amount);
        String second = change(Math.max(from, to), from < to ? amount : -amount);
        List<String> statements = new ArrayList<>();
        if (random.nextInt(3) > 0) {
            statements.add(insert + "; " + first + "; " + second);
        } else {
            statements.addAll(List.of("begin", insert));
            if (random.nextInt(4) == 0) {
                statements.addAll(List.of("savepoint s", "update accounts set balance = 0", "rollback to s"));
            }
            statements.addAll(List.of(first, second, "commit"));
        }
        return statements;
    }

    private static String change(int account, int amount) {
        return "update accounts set balance = balance + " + amount + " where id = " + account;
    }

    /** What else a database does meanwhile. */
    private void disturb() {
        Random random = new Random(seed - 1);
        List<String> disturbances = List.of(
                "checkpoint",
                "vacuum accounts",
                "vacuum full transfers",
                "reindex table accounts",
                "create table if not exists scratch as select generate_series(1, 2000) n; drop table scratch",
                "create index concurrently on transfers (amount)",
                "select pg_switch_wal()",
                // Of these, what cannot be done at the moment fails.
                "create database other",
                "drop database other",
                "create tablespace place location ''",
                "create table if not exists placed (n int) tablespace place; drop table placed",
                "drop tablespace place");
        try (ScriptedClient session = ScriptedClient.connect(database)) {
            session.rows("set allow_in_place_tablespaces = on");
            while (!isStopped) {
                session.query(disturbances.get(random.nextInt(disturbances.size())));
                session.rows("select pg_sleep(0.05)");
            }
        }
    }
}
