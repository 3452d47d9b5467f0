package dev.pglitej.server;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.options.BuildVersion;
import dev.pglitej.server.Command.Help;
import dev.pglitej.server.Command.Serve;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The command {@code pglitej}. What a program may want to read goes to stdout, all else to stderr. */
public final class Main {
    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final ServedDatabase.Opener databases;

    Main(PrintStream out, PrintStream err, ServedDatabase.Opener databases) {
        this.out = out;
        this.err = err;
        this.databases = databases;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Main main = new Main(System.out, System.err, DatabaseBinding::open);
        System.exit(main.run(List.of(arguments)));
    }

    /** Does what the words say and gives the exit status. While it serves, it returns only when it is interrupted. */
    int run(List<String> words) throws InterruptedException {
        try {
            return run(CommandLine.parse(words));
        } catch (UsageException e) {
            err.println("pglitej: " + e.getMessage() + "; see pglitej --help");
            return USAGE;
        }
    }

    private int run(Command command) throws InterruptedException {
        if (command instanceof Help) {
            out.print(Command.USAGE);
            return SUCCESS;
        }
        return command instanceof Serve serve ? serve(serve) : version();
    }

    private int serve(Serve options) throws InterruptedException {
        ServerLog log = ServerLog.to(err);
        try {
            RunningServer running = RunningServer.start(options, databases, log);
            out.println("PGliteJ is ready on " + running.hostAndPort());
            out.flush();
            new ShutdownHook(running, log).awaitEnd();
            return SUCCESS;
        } catch (UsageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            report(options, e);
            return FAILURE;
        }
    }

    private int version() {
        out.println("pglitej " + BuildVersion.current().text());
        return SUCCESS;
    }

    private void report(Serve options, Exception e) {
        err.println("pglitej: " + (e.getMessage() == null ? e : e.getMessage()));
        boolean expected = e instanceof IOException || e instanceof PGliteException;
        if (options.debug() > 0 || !expected) e.printStackTrace(err);
    }
}
