package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.GuestOptions;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.io.ByteSource;
import dev.pglitej.internal.kernel.io.Description;
import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.io.LineSink;
import dev.pglitej.internal.kernel.process.Kernel;
import dev.pglitej.internal.kernel.process.Launch;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.process.ProcessEnd;
import dev.pglitej.internal.kernel.process.Program;
import dev.pglitej.internal.kernel.vfs.Directory;
import dev.pglitej.internal.pg.PostgresBuild;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The surroundings of a cluster's processes: the kernel with its files, the build that they run, and the log that they write. Thread-safe.
 *
 * @param isVolatile whether the data end with this JVM, so that nothing has to be durable
 * @param settings name=value pairs for postgres -c, in postgresql.conf's names
 */
public record Environment(
        PostgresBuild build,
        Kernel kernel,
        PostgresLog log,
        GuestOptions guestOptions,
        boolean isVolatile,
        List<String> settings,
        int debugLevel) {
    /** The data directory, as PostgreSQL sees it. */
    public static final String DATA = "/pglite/data";

    /**
     * As PGlite's own host sets them: the build's defaults for paths and locale depend on them. Sorted, because processes copy them in
     * order, and each build must make the same image of a clean database.
     */
    private static final Map<String, String> VARIABLES = Collections.unmodifiableMap(new TreeMap<>(Map.ofEntries(
            Map.entry("HOME", "/home/postgres"),
            Map.entry("USER", "postgres"),
            Map.entry("LOGNAME", "postgres"),
            Map.entry("PGDATA", DATA),
            Map.entry("PGUSER", "postgres"),
            Map.entry("PGDATABASE", "postgres"),
            Map.entry("LANG", "en_US.UTF-8"),
            Map.entry("LC_COLLATE", "en_US.UTF-8"),
            Map.entry("LC_CTYPE", "en_US.UTF-8"),
            Map.entry("TZ", "UTC"),
            Map.entry("PGTZ", "UTC"),
            Map.entry("PGCLIENTENCODING", "UTF8"),
            Map.entry("ICU_DATA", "/pglite/icu"),
            Map.entry("PATH", "/"),
            Map.entry("PWD", "/"))));

    private static final int GROUP_READS = 050;
    private static final int UMASK_OWNER = 077;
    private static final int UMASK_GROUP = 027;

    private static final List<String> INITDB_OPTIONS =
            List.of("--encoding", "UTF8", "--locale=C.UTF-8", "--locale-provider=libc", "--auth=trust");

    /** Settings that suit this host, which has one processor. The user can override them. */
    private static final List<String> SUITABLE_SETTINGS = List.of(
            "max_parallel_workers_per_gather=0",
            "max_parallel_maintenance_workers=0",
            // Otherwise each of a hundred processes would have 64 descriptions of running reads; here each has one.
            "io_max_concurrency=8",
            "dynamic_shared_memory_type=posix",
            "min_dynamic_shared_memory=16MB");

    /** Settings that this host requires. They override the user and configuration files from other machines. */
    private static final List<String> REQUIRED_SETTINGS = List.of(
            "io_method=sync",
            // The first process serves no clients, and cannot recover as a standby does.
            "hot_standby=off",
            "shared_memory_type=mmap",
            "huge_pages=off",
            "dynamic_shared_memory_type=posix");

    public Environment {
        settings = List.copyOf(settings);
        kernel.install(PostgresBuild.PATH, new GuestProgram(build, PostgresBuild::postgres));
        kernel.install(PostgresBuild.INITDB_PATH, new GuestProgram(build, PostgresBuild::initdb));
        kernel.install("/locale", new LocaleProgram());
    }

    /** Runs initdb, with additional options. */
    public ProcessEnd initdb(List<String> options) {
        List<String> arguments = new ArrayList<>(List.of(PostgresBuild.INITDB_PATH));
        arguments.addAll(INITDB_OPTIONS);
        arguments.addAll(options);
        Program program = new GuestProgram(build, PostgresBuild::initdb);
        // Its output is not part of the server's log, but of the message if it fails.
        return kernel.run(process(program, arguments, "/", Launch.DEFAULT_UMASK, new LineSink(log::keep)));
    }

    /**
     * Removes postmaster.pid, as a postmaster does at its end. A file that a killed server left means nothing, because the lock on the
     * directory excludes other servers.
     */
    public void removePidFile() {
        try {
            kernel.files().unlink(kernel.files().root(), DATA + "/postmaster.pid");
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) return;
            // The next start finds that the process of the file is gone, as after a crash.
            log.add("could not remove " + DATA + "/postmaster.pid: " + e.errno());
        }
    }

    Process firstProcess(Program program) {
        List<String> arguments = new ArrayList<>(List.of(PostgresBuild.PATH, "--single", "-j"));
        if (debugLevel > 0) arguments.addAll(List.of("-d", Integer.toString(debugLevel)));
        for (List<String> several : List.of(SUITABLE_SETTINGS, settings, REQUIRED_SETTINGS)) {
            for (String setting : several) arguments.addAll(List.of("-c", setting));
        }
        arguments.addAll(List.of("-D", DATA, "postgres"));
        // A stand-alone process expects a user at a terminal.
        return process(program, arguments, "/", umask(), new LineSink(output -> {}));
    }

    Process child(Program program) {
        return process(program, List.of(PostgresBuild.PATH), DATA, umask(), new LineSink(log::add));
    }

    /** As GetDataDirectoryCreatePerm (file_perm.c): the group may read new files if it may read the directory. */
    private int umask() {
        int permissions =
                kernel.files().directory(kernel.files().root(), DATA).stat().permissions();
        return (permissions & GROUP_READS) == GROUP_READS ? UMASK_GROUP : UMASK_OWNER;
    }

    private Process process(
            Program program, List<String> arguments, String directory, int umask, Description standardOutput) {
        Directory root = kernel.files().root();
        Directory workingDirectory = kernel.files().directory(root, directory);
        DescriptorTable descriptors = new DescriptorTable();
        descriptors.open(ByteSource.empty(), false);
        descriptors.open(standardOutput, false);
        descriptors.open(new LineSink(log::add), false);
        return kernel.create(new Launch(program, arguments, VARIABLES, workingDirectory, umask, descriptors));
    }
}
