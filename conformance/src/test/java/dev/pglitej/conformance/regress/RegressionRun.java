package dev.pglitej.conformance.regress;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** PostgreSQL's regression tests on one server, one after the other, each through a psql of its own. Confined to one thread. */
// RATIONALE: "How are PostgreSQL's regression tests run, and why on native PostgreSQL too?"
final class RegressionRun {
    private static final long DEADLINE_SECONDS = 300;
    private static final String DATABASE = "regression";
    private static final List<String> SETTINGS = List.of(
            "lc_messages to 'C'",
            "lc_monetary to 'C'",
            "lc_numeric to 'C'",
            "lc_time to 'C'",
            "bytea_output to 'hex'",
            "timezone_abbreviations to 'Default'");

    private final RegressionSources sources;
    private final InetSocketAddress server;
    private final String seenByServer;
    private final Path seenByClient;
    private final Path outputs;

    /**
     * A run whose tests have their files in one directory.
     *
     * @param seenByServer the directory's name for the server
     * @param outputs where what psql prints is kept
     */
    RegressionRun(
            RegressionSources sources, InetSocketAddress server, String seenByServer, Path seenByClient, Path outputs) {
        this.sources = sources;
        this.server = server;
        this.seenByServer = seenByServer;
        this.seenByClient = seenByClient;
        this.outputs = outputs;
    }

    /** What each test prints, with the directory's names replaced by one. */
    Map<String, String> run() throws IOException, InterruptedException {
        sources.copyDataTo(seenByClient);
        Files.createDirectories(outputs);
        command("postgres", "create database " + DATABASE + " template template0");
        for (String setting : SETTINGS) command("postgres", "alter database " + DATABASE + " set " + setting);
        Map<String, String> printed = new LinkedHashMap<>();
        for (String test : sources.schedule()) printed.put(test, run(test));
        return printed;
    }

    private String run(String test) throws IOException, InterruptedException {
        Path script = outputs.resolve(test + ".sql");
        Path output = outputs.resolve(test + ".out");
        Files.writeString(script, sources.script(test), StandardCharsets.ISO_8859_1);
        ProcessBuilder psql = psql("-X -a -q -v HIDE_TABLEAM=on -v HIDE_TOAST_COMPRESSION=on -d " + DATABASE)
                .redirectInput(script.toFile())
                .redirectOutput(output.toFile());
        psql.environment().put("PGAPPNAME", "pg_regress/" + test);
        boolean ended = ends(psql.start());
        String printed = Files.readString(output, StandardCharsets.ISO_8859_1)
                .replace(seenByServer, "DIRECTORY")
                .replace(seenByClient.toString(), "DIRECTORY");
        return ended ? printed : printed + "and does not end within " + DEADLINE_SECONDS + " seconds\n";
    }

    private void command(String database, String sql) throws IOException, InterruptedException {
        Path output = outputs.resolve("preparation.out");
        Process psql = psql("-X -q -v ON_ERROR_STOP=1 -d " + database + " -c \"" + sql + "\"")
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .start();
        if (!ends(psql) || psql.exitValue() != 0) throw new AssertionError(sql + ": " + Files.readString(output));
    }

    private static boolean ends(Process psql) throws InterruptedException {
        if (psql.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) return true;
        psql.destroyForcibly().waitFor();
        return false;
    }

    /** The environment is that of PostgreSQL's pg_regress. What psql writes, servers of other users may overwrite. */
    private ProcessBuilder psql(String arguments) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "umask 0; exec " + sources.psql() + " " + arguments)
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("PG") || name.startsWith("LC_") || name.startsWith("LANG"));
        environment.put("LD_LIBRARY_PATH", sources.libraries().toString());
        environment.put("LC_MESSAGES", "C");
        environment.put("PGHOST", server.getHostString());
        environment.put("PGPORT", Integer.toString(server.getPort()));
        environment.put("PGUSER", "postgres");
        environment.put("PGSSLMODE", "disable");
        environment.put("PGGSSENCMODE", "disable");
        environment.put("PGTZ", "America/Los_Angeles");
        environment.put("PGDATESTYLE", "Postgres, MDY");
        environment.put("PGOPTIONS", "-c intervalstyle=postgres_verbose");
        environment.put("PG_ABS_SRCDIR", seenByServer);
        environment.put("PG_ABS_BUILDDIR", seenByServer);
        environment.put("PG_CLIENT_BUILDDIR", seenByClient.toString());
        environment.put("PG_LIBDIR", "/nowhere");
        environment.put("PG_DLSUFFIX", ".so");
        return builder;
    }
}
