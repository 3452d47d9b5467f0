package dev.pglitej.conformance.regress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's sources, where its regression tests are, with a psql made from them. Immutable. */
final class RegressionSources {
    private static final Pattern SERVER_FILE = Pattern.compile("(?m)^\\\\set ([a-z_0-9]+) :abs_builddir (.*)$");
    private static final Pattern DIRECTORY = Pattern.compile("(?m)^\\\\getenv abs_builddir PG_ABS_BUILDDIR$");
    private static final Pattern CLIENTS_USE = Pattern.compile(
            "(?m)(^\\\\o |\\\\g |^\\\\lo_import |^\\\\lo_export :newloid ):(filename|g_out_file|o_out_file)");

    private final Path root;

    RegressionSources(Path root) {
        this.root = root.toAbsolutePath();
    }

    Path psql() {
        return root.resolve("src/bin/psql/psql");
    }

    /** Where the library of psql is. */
    Path libraries() {
        return root.resolve("src/interfaces/libpq");
    }

    /** The tests' names in the order in which they depend on each other. */
    List<String> schedule() throws IOException {
        return Files.readAllLines(tests().resolve("parallel_schedule")).stream()
                .filter(line -> line.startsWith("test:"))
                .flatMap(line -> Stream.of(line.substring(5).trim().split(" +")))
                .toList();
    }

    /**
     * A test as psql reads it. Where psql itself reads or writes a file of the server's, it does so by a name of its own, since the server
     * may see the file elsewhere. Each character stands for a byte, as some tests are in no known encoding.
     */
    String script(String test) throws IOException {
        String script = Files.readString(tests().resolve("sql").resolve(test + ".sql"), StandardCharsets.ISO_8859_1);
        script = DIRECTORY.matcher(script).replaceAll("$0\n\\\\getenv client_builddir PG_CLIENT_BUILDDIR");
        script = SERVER_FILE.matcher(script).replaceAll("$0\n\\\\set client_$1 :client_builddir $2");
        return CLIENTS_USE.matcher(script).replaceAll("$1:client_$2");
    }

    /** Copies what the server reads to a directory, and makes one beside it for what it writes, for all users. */
    void copyDataTo(Path directory) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        try (Stream<Path> files = Files.list(tests().resolve("data"))) {
            for (Path file : files.toList()) Files.copy(file, data.resolve(file.getFileName()));
        }
        Path results = Files.createDirectory(directory.resolve("results"));
        for (Path path : List.of(directory, data, results)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    private Path tests() {
        return root.resolve("src/test/regress");
    }
}
