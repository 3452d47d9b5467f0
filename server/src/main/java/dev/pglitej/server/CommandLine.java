package dev.pglitej.server;

import dev.pglitej.internal.options.MemorySize;
import dev.pglitej.server.Command.Help;
import dev.pglitej.server.Command.Serve;
import dev.pglitej.server.Command.Version;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** Reads a command line. Stateless. RATIONALE: "Why is the command line read by hand?" */
final class CommandLine {
    private static final Set<String> VALUED =
            Set.of("--host", "--port", "--data", "--debug", "--memory-limit", "--data-limit");

    private CommandLine() {}

    static Command parse(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) return new Help();
        if (words.contains("--version")) return new Version();
        Queue<String> rest = new ArrayDeque<>(words);
        String command = rest.isEmpty() ? "" : rest.remove();
        return switch (command) {
            case "serve" -> serve(rest);
            case "help" -> new Help();
            case "" -> throw new UsageException("no command given; the one there is is: serve");
            default -> throw new UsageException("unknown command " + command + "; the one there is is: serve");
        };
    }

    private static Serve serve(Queue<String> words) {
        Serve serve = Serve.defaults();
        while (!words.isEmpty()) {
            String word = words.remove();
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            if (!VALUED.contains(option)) throw new UsageException("unknown option " + option + " of serve");
            serve = with(serve, option, equals < 0 ? value(option, words) : word.substring(equals + 1));
        }
        return serve;
    }

    private static String value(String option, Queue<String> words) {
        String next = words.peek();
        if (next == null || next.startsWith("--")) throw new UsageException("option " + option + " needs a value");
        return words.remove();
    }

    private static Serve with(Serve serve, String option, String value) {
        if (value.isEmpty()) throw new UsageException("option " + option + " needs a value");
        return switch (option) {
            case "--host" -> serve.withHost(value);
            case "--port" -> serve.withPort(number(option, value, 65535));
            case "--debug" -> serve.withDebug(number(option, value, 5));
            case "--data" -> serve.withData(path(value));
            case "--memory-limit" -> serve.withMemoryLimit(size(option, value));
            case "--data-limit" -> serve.withDataLimit(size(option, value));
            default -> throw new AssertionError(option);
        };
    }

    private static long size(String option, String value) {
        try {
            return MemorySize.parse(option, value);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static int number(String option, String value, int most) {
        if (value.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(value);
            if (number <= most) return number;
        }
        throw new UsageException(option + " " + value + " is not a number from 0 to " + most);
    }

    private static Path path(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException("--data " + value + " is not a path: " + e.getReason());
        }
    }
}
