package dev.pglitej;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What has to be true of the bank that a {@link Victim} works for. Stateless. */
final class Bank {
    private static final int BALANCE = 1_000_000;

    private Bank() {}

    static void make(ScriptedClient client) {
        client.rows("create table accounts (id int primary key, balance bigint not null)");
        client.rows("create table transfers (client int, number int, sender int, receiver int, amount int, filler text,"
                + " primary key (client, number))");
        client.rows("create index on transfers (sender)");
        client.rows("insert into accounts select id, " + BALANCE + " from generate_series(0, " + (Victim.ACCOUNTS - 1)
                + ") id");
    }

    static Path log(Path acknowledged, int client) {
        return acknowledged.resolve("client" + client);
    }

    /** Fails if anything acknowledged is missing, or a balance is not what the transfers make it, or tables and indexes differ. */
    static void check(ScriptedClient client, Path acknowledged) {
        for (int i = 0; i < Victim.CLIENTS; i++) {
            // Beyond those, at most the one that was committed but not acknowledged.
            expect(
                    "t",
                    client.value("select coalesce(max(number), 0) <= " + (lastAcknowledged(log(acknowledged, i)) + 1)
                            + " from transfers where client = " + i),
                    "no further transfers of client " + i);
        }
        checkAtLeast(client, acknowledged);
    }

    /** Likewise, but there may be any number of transfers beyond those that were acknowledged. */
    static void checkAtLeast(ScriptedClient client, Path acknowledged) {
        for (int i = 0; i < Victim.CLIENTS; i++) {
            long last = lastAcknowledged(log(acknowledged, i));
            expect(
                    Long.toString(last),
                    client.value("select count(*) from transfers where client = " + i + " and number <= " + last),
                    "acknowledged transfers of client " + i);
            expect(
                    "t",
                    client.value("select count(*) = coalesce(max(number), 0) from transfers where client = " + i),
                    "no gaps between the transfers of client " + i);
        }
        expect(
                "0",
                client.value("select count(*) from accounts a where balance <> " + BALANCE
                        + " + coalesce((select sum(amount) from transfers where receiver = a.id), 0)"
                        + " - coalesce((select sum(amount) from transfers where sender = a.id), 0)"),
                "balances that differ from the sum of the transfers");
        checkIndexes(client);
    }

    private static void checkIndexes(ScriptedClient client) {
        String all =
                "select count(*) || ' ' || coalesce(sum(hashtext(client || '/' || number || '/' || sender)), 0) from transfers";
        client.rows("set enable_indexscan = off; set enable_indexonlyscan = off; set enable_bitmapscan = off");
        String heap = client.value(all);
        client.rows("reset all; set enable_seqscan = off; set enable_bitmapscan = off");
        expect(heap, client.value(all + " where client >= 0"), "transfers by their primary key");
        expect(heap, client.value(all + " where sender >= 0"), "transfers by their sender");
        expect(
                Integer.toString(Victim.ACCOUNTS),
                client.value("select count(*) from accounts where id >= 0"),
                "accounts by their primary key");
        client.rows("reset all");
    }

    private static void expect(String expected, String found, String what) {
        if (!found.equals(expected)) throw new AssertionError(what + ": " + found + " instead of " + expected);
    }

    /** The last whole line, since the process may have been killed within the one behind. */
    static long lastAcknowledged(Path log) {
        try {
            if (!Files.exists(log)) return 0;
            String text = Files.readString(log);
            List<String> lines =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            return lines.isEmpty() ? 0 : Long.parseLong(lines.get(lines.size() - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
