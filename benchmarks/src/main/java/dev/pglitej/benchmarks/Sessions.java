package dev.pglitej.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The command {@code benchmarks/sessions}: what a session costs and what many of them get done, on PGliteJ and on native
 * PostgreSQL, in turns.
 */
public final class Sessions {
    private static final int CONNECTS = 1000;
    private static final int IDLE_SESSIONS = 50;
    private static final int CALM_READINGS = 10;
    private static final long READING_NANOS = 50_000_000;
    private static final double SMALLEST_FALL = 256 << 10;
    private static final int[] CLIENTS = {1, 4, 16};
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MEGABYTE = 1 << 20;

    private final SessionsOptions options;
    private final Report report = new Report(System.out);
    private final PrintStream log = System.err;
    private final ServedPglite ours;
    private final NativePostgres natives;

    private Sessions(SessionsOptions options, ServedPglite ours, NativePostgres natives) {
        this.options = options;
        this.ours = ours;
        this.natives = natives;
    }

    /** Ends with status 0, 1 when it failed, or 2 when it does not understand its arguments. */
    public static void main(String[] arguments) {
        Main.run(SessionsOptions.USAGE, arguments, () -> {
            SessionsOptions options = SessionsOptions.parse(arguments);
            run(options, System.err);
        });
    }

    private static void run(SessionsOptions options, PrintStream log) throws IOException, SQLException {
        try (ServedPglite ours = ServedPglite.start(Main.home(), log);
                NativePostgres natives = NativePostgres.start(log)) {
            new Sessions(options, ours, natives).run();
        }
    }

    private void run() throws IOException, SQLException {
        try (Connection toOurs = ours.connect();
                Connection toNative = natives.connect()) {
            log.println(Settings.difference(toOurs, toNative));
        }
        if (options.only().contains("connect")) connect();
        if (options.only().contains("memory")) memory();
        if (options.only().contains("select")) throughput("select", PgbenchScript.SELECT_BY_KEY);
        if (options.only().contains("tpcb")) throughput("tpcb", PgbenchScript.TPCB);
        if (options.only().contains("fairness")) new Fairness(ours, natives, options, report, log).measure();
    }

    /** From the first packet of TCP to ReadyForQuery. */
    private void connect() throws IOException {
        List<Double> ofOurs = new ArrayList<>();
        List<Double> ofNative = new ArrayList<>();
        for (int i = 0; i < 2 * CONNECTS; i++) {
            double our = connect(ours.address());
            double other = connect(natives.address());
            // The first half only warms up.
            if (i < CONNECTS) continue;
            ofOurs.add(our);
            ofNative.add(other);
        }
        report.sides("connect", ofOurs, ofNative, "ms");
    }

    private static double connect(Address server) throws IOException {
        long start = System.nanoTime();
        Handshake session = Handshake.with(server);
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        session.close();
        return millis;
    }

    /** What each further session that has done {@code select 1} keeps, with shared pages divided among those who share them. */
    private void memory() throws SQLException {
        double our = perSession(ours, () -> Stream.of(ours.jvm()));
        double other = perSession(natives, natives::processes);
        report.sides("idle-session-memory", List.of(our), List.of(other), "MB");
    }

    private static double perSession(Contender server, Processes processes) throws SQLException {
        // The first sessions leave behind what later ones use again: compiled code, buffers, threads' stacks.
        open(server, processes);
        return open(server, processes) / IDLE_SESSIONS / BYTES_PER_MEGABYTE;
    }

    private static double open(Contender server, Processes processes) throws SQLException {
        List<Connection> sessions = new ArrayList<>();
        try {
            double before = settled(processes);
            for (int i = 0; i < IDLE_SESSIONS; i++) {
                Connection session = server.connect();
                sessions.add(session);
                Sql.query(session, "select 1");
            }
            return processes.memory(ResidentMemory::pss) - before;
        } finally {
            for (Connection session : sessions) session.close();
        }
    }

    /** What is kept when the sessions that were closed have really ended: as soon as it no longer falls. */
    private static double settled(Processes processes) {
        double lowest = Double.MAX_VALUE;
        for (int since = 0; since < CALM_READINGS; since++) {
            double now = processes.memory(ResidentMemory::pss);
            if (now < lowest - SMALLEST_FALL) since = 0;
            lowest = Math.min(lowest, now);
            LockSupport.parkNanos(READING_NANOS);
        }
        return lowest;
    }

    private void throughput(String name, PgbenchScript script) {
        Pgbench.initialize(ours.address());
        Pgbench.initialize(natives.address());
        for (int clients : CLIENTS) {
            log.println(name + " with " + clients + " clients");
            List<Double> ofOurs = new ArrayList<>();
            List<Double> ofNative = new ArrayList<>();
            for (int round = 0; round < options.rounds(); round++) {
                ofOurs.add(Pgbench.rate(ours.address(), script, clients, options.seconds()));
                ofNative.add(Pgbench.rate(natives.address(), script, clients, options.seconds()));
            }
            report.sides(name + "-" + clients, ofOurs, ofNative, "tps");
        }
    }

    /** The processes of a server, as they are now. */
    @FunctionalInterface
    private interface Processes {
        Stream<ProcessHandle> now();

        default double memory(ToDoubleFunction<ResidentMemory> value) {
            return now().map(ResidentMemory::ofAnyLeft).mapToDouble(value).sum();
        }
    }
}
