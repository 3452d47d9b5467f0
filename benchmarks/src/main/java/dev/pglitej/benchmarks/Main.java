package dev.pglitej.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;

/** How each command begins and ends. */
public final class Main {
    /** What a command does. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    private Main() {}

    /** Runs the command, and ends the JVM with 1 when it fails and 2 when its arguments are wrong; the message is on stderr. */
    public static void run(String usage, String[] arguments, Body body) {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(usage);
            return;
        }
        try {
            body.run();
        } catch (UsageException wrong) {
            System.err.println(wrong.getMessage());
            System.err.print(usage);
            System.exit(2);
        } catch (Exception failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    /** The project's directory, which {@code launch} names. */
    public static Path home() {
        return Path.of(System.getProperty("pglitej.home", "."));
    }
}
