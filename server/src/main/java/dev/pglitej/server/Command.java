package dev.pglitej.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What a command line asks for. Immutable. */
sealed interface Command {
    String USAGE = """
            Usage: pglitej serve [options]

            Serves a PostgreSQL database until it gets SIGTERM or SIGINT. Prints one line when it is ready.

              --host ADDRESS       address to listen on (127.0.0.1)
              --port NUMBER        port to listen on; 0 takes any free one (5432)
              --data DIR           keep the database in this directory, made if need be (in memory)
              --debug LEVEL        how much PostgreSQL tells on stderr, 0 to 5 (0)
              --memory-limit SIZE  most memory that one backend may take, such as 512MB or 1GB; 168MB at least
              --data-limit SIZE    most memory that all files of a database in memory may take (half of the machine's)
              --help               show this
              --version            show the version
            """;

    /** Shows how the command is used. */
    record Help() implements Command {}

    /** Shows the version. */
    record Version() implements Command {}

    /**
     * Serves a database.
     *
     * @param data its directory, or none for a database in memory
     * @param debug PostgreSQL's debug level, 0 to 5
     * @param memoryLimit bytes, or none for the database's own default
     * @param dataLimit bytes, or none for the database's own default
     */
    record Serve(
            String host, int port, Optional<Path> data, int debug, OptionalLong memoryLimit, OptionalLong dataLimit)
            implements Command {
        static Serve defaults() {
            return new Serve("127.0.0.1", 5432, Optional.empty(), 0, OptionalLong.empty(), OptionalLong.empty());
        }

        Serve withHost(String value) {
            return new Serve(value, port, data, debug, memoryLimit, dataLimit);
        }

        Serve withPort(int value) {
            return new Serve(host, value, data, debug, memoryLimit, dataLimit);
        }

        Serve withData(Path value) {
            return new Serve(host, port, Optional.of(value), debug, memoryLimit, dataLimit);
        }

        Serve withDebug(int value) {
            return new Serve(host, port, data, value, memoryLimit, dataLimit);
        }

        Serve withMemoryLimit(long value) {
            return new Serve(host, port, data, debug, OptionalLong.of(value), dataLimit);
        }

        Serve withDataLimit(long value) {
            return new Serve(host, port, data, debug, memoryLimit, OptionalLong.of(value));
        }
    }
}
