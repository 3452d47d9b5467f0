package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What sessions get done while others wait for the disk, on both of a pair of servers in turns. Confined to one thread. */
final class WaitsForDisk {
    private static final int[] CLIENTS = {1, 4, 8, 16};
    private static final int WRITERS = 8;

    private final DurableServers servers;
    private final String prefix;
    private final DirectoriesOptions options;
    private final Report report;
    private final PrintStream log;
    private int schemas;

    /** @param prefix what the names of its measurements begin with */
    WaitsForDisk(DurableServers servers, String prefix, DirectoriesOptions options, Report report, PrintStream log) {
        this.servers = servers;
        this.prefix = prefix;
        this.options = options;
        this.report = report;
        this.log = log;
    }

    /** Whether any of its measurements is asked for. */
    static boolean isAskedFor(String prefix, DirectoriesOptions options) {
        return List.of("clients", "reads", "checkpoint").stream().anyMatch(name -> options.isAskedFor(prefix + name));
    }

    void measure() throws IOException, SQLException {
        if (options.isAskedFor(prefix + "clients")) commits();
        if (options.isAskedFor(prefix + "reads")) reads();
        if (options.isAskedFor(prefix + "checkpoint")) checkpoint();
    }

    private void commits() {
        for (int clients : CLIENTS) {
            log.println(prefix + "commits by " + clients + " clients");
            List<Double> ofOurs = new ArrayList<>();
            List<Double> ofNative = new ArrayList<>();
            for (int round = 0; round < options.rounds(); round++) {
                ofOurs.add(commits(servers.ours(), clients));
                ofNative.add(commits(servers.natives(), clients));
            }
            report.sides(prefix + "clients-" + clients, ofOurs, ofNative, "tps");
        }
    }

    private double commits(Contender server, int clients) {
        return Pgbench.rate(server.address(), PgbenchScript.INSERT, clients, options.seconds());
    }

    /** How often one session can read while others commit, and how often those commit meanwhile. */
    private void reads() throws SQLException {
        log.println(prefix + "reads beside " + WRITERS + " clients that commit");
        List<Pair> ofOurs = new ArrayList<>();
        List<Pair> ofNative = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            ofOurs.add(reads(servers.ours()));
            ofNative.add(reads(servers.natives()));
        }
        report.sides(prefix + "reads-beside-commits", reads(ofOurs), reads(ofNative), "tps");
        report.sides(prefix + "commits-beside-reads", commits(ofOurs), commits(ofNative), "tps");
    }

    private Pair reads(Contender server) throws SQLException {
        // Sessions of an earlier run may still be ending.
        Activity.awaitPgbench(server, 0);
        try (Pgbench writers = Pgbench.startEndless(server.address(), PgbenchScript.INSERT, WRITERS)) {
            Activity.awaitPgbench(server, WRITERS);
            double reads = Pgbench.rate(server.address(), PgbenchScript.SELECT_1, 1, options.seconds());
            return new Pair(reads, writers.end());
        }
    }

    /** The slowest of one session's queries while a checkpoint writes and syncs a file for each of many new tables. */
    private void checkpoint() throws IOException, SQLException {
        log.println(prefix + "select beside a checkpoint of " + options.tables() + " new tables");
        List<Double> ofOurs = new ArrayList<>();
        List<Double> ofNative = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            schemas++;
            ofOurs.add(slowestSelect(servers.ours()));
            ofNative.add(slowestSelect(servers.natives()));
        }
        report.sides(prefix + "select-beside-checkpoint", ofOurs, ofNative, "ms");
    }

    private double slowestSelect(Contender server) throws IOException, SQLException {
        Path latencies = Files.createTempDirectory("pglitej-latencies-");
        try (Connection connection = server.connect()) {
            Sql.execute(connection, "checkpoint", "create schema s" + schemas, """
                    do $$ begin for i in 1..%d loop
                        execute 'create table s%d.t' || i || ' (a int)';
                        execute 'insert into s%d.t' || i || ' values (1)';
                    end loop; end $$""".formatted(
                            options.tables(), schemas, schemas));
            Activity.awaitPgbench(server, 0);
            try (Pgbench reader =
                    Pgbench.startEndless(server.address(), PgbenchScript.SELECT_1, 1, Pgbench.logging(latencies))) {
                Activity.awaitPgbench(server, 1);
                Sql.execute(connection, "checkpoint");
                reader.end();
            }
            return Latencies.in(latencies).slowest();
        } finally {
            NativeFiles.delete(latencies);
        }
    }

    private static List<Double> reads(List<Pair> rounds) {
        return rounds.stream().map(Pair::reads).toList();
    }

    private static List<Double> commits(List<Pair> rounds) {
        return rounds.stream().map(Pair::commits).toList();
    }

    /** Rates of the reader and of the writers in one run. */
    private record Pair(double reads, double commits) {}
}
