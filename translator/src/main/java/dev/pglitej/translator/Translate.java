package dev.pglitej.translator;

import dev.pglitej.translator.wasm.TranslationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The command line of {@link Translator}. */
public final class Translate {
    private static final String USAGE =
            "usage: Translate IN.wasm OUT-DIRECTORY --name NAME [--directives FILE] [--shards N | --shard-bytes N]";
    private static final int STATUS_FAILED = 1;
    private static final int STATUS_USAGE = 2;

    private Translate() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.err));
    }

    /** Translates as the arguments say; returns the exit status. */
    static int run(List<String> arguments, PrintStream messages) {
        try {
            List<Path> positional = new ArrayList<>();
            Translator.Options options = options(new ArrayDeque<>(arguments), positional);
            Translator.Translation translation =
                    Translator.translate(Files.readAllBytes(positional.get(0)), positional.get(1), options);
            messages.println(options.name() + ": " + translation.sources().size() + " sources in " + positional.get(1));
            return 0;
        } catch (UsageException e) {
            messages.println(e.getMessage() + "\n" + USAGE);
            return STATUS_USAGE;
        } catch (TranslationException e) {
            messages.println(arguments.get(0) + ": " + e.getMessage());
            return STATUS_FAILED;
        } catch (IOException e) {
            messages.println("cannot read or write " + e.getMessage() + ": " + e);
            return STATUS_FAILED;
        }
    }

    private static Translator.Options options(Deque<String> arguments, List<Path> positional) throws IOException {
        String name = "";
        List<String> directives = List.of();
        Sharding sharding = Sharding.DEFAULT;
        while (!arguments.isEmpty()) {
            String argument = arguments.pop();
            switch (argument) {
                case "--name" -> name = value(argument, arguments);
                case "--directives" -> directives = Files.readAllLines(Path.of(value(argument, arguments)));
                case "--shards" -> sharding = new Sharding(Sharding.Unit.SHARDS, number(argument, arguments));
                case "--shard-bytes" -> sharding = new Sharding(Sharding.Unit.BYTES, number(argument, arguments));
                default -> {
                    if (argument.startsWith("-")) throw new UsageException("unknown option " + argument);
                    positional.add(Path.of(argument));
                }
            }
        }
        if (positional.size() != 2 || name.isEmpty()) {
            throw new UsageException("an input, an output directory and a name are needed");
        }
        return new Translator.Options(name, directives, sharding);
    }

    private static String value(String option, Deque<String> arguments) {
        if (arguments.isEmpty()) throw new UsageException(option + " lacks its value");
        return arguments.pop();
    }

    private static int number(String option, Deque<String> arguments) {
        String value = value(option, arguments);
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new UsageException(option + " takes a positive number, not " + value);
        }
        return Integer.parseInt(value);
    }

    private static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }
}
