package dev.pglitej.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs of modules, compiled and run with the JDK of these tests, and with each JDK that is installed beside it: where the
 * newest is, the tests run with that one too.
 */
final class ModulePathTest {
    /** The first JDK that warns of native code, which is the engine's. */
    private static final int WARNS_OF_NATIVE_CODE = 24;

    private static final List<String> WITHOUT_JDBC =
            List.of("engine", "kernel", "protocol", "natives", "postgres", "contrib", "pgvector");

    private static final String[] JUNIT_AND_FLYWAY = {
        "postgresql-", "junit-jupiter-", "junit-platform-", "opentest4j-", "apiguardian-api-", "flyway-", "jackson-"
    };

    /** Tests with a database, and with a migrated one; the parameter is the directory of the migration. */
    private static final String TESTS = """
            package consumer;

            import static org.junit.jupiter.api.Assertions.assertEquals;
            import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

            import dev.pglitej.PGlite;
            import dev.pglitej.junit.Injected;
            import dev.pglitej.junit.PGliteTest;
            import java.io.PrintWriter;
            import java.sql.Connection;
            import java.sql.ResultSet;
            import java.sql.SQLException;
            import org.junit.jupiter.api.Test;
            import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
            import org.junit.platform.launcher.core.LauncherFactory;
            import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

            public final class Program {
                @PGliteTest(extensions = "citext")
                static final class SomeTest {
                    @Injected
                    private PGlite database;

                    @Test
                    void theExtensionIsThere(Connection connection) throws SQLException {
                        database.runScript("names", "create table names (name citext)");
                        try (ResultSet rows = connection.createStatement().executeQuery("select count(*) from names")) {
                            rows.next();
                            assertEquals(0, rows.getInt(1));
                        }
                    }
                }

                @PGliteTest(flyway = "filesystem:%s")
                static final class MigratedTest {
                    @Test
                    void theTableIsThere(Connection connection) throws SQLException {
                        connection.createStatement().executeQuery("select a from migrated").close();
                    }
                }

                public static void main(String[] arguments) {
                    var results = new SummaryGeneratingListener();
                    var request = LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(SomeTest.class), selectClass(MigratedTest.class))
                            .build();
                    LauncherFactory.create().execute(request, results);
                    results.getSummary().printFailuresTo(new PrintWriter(System.out));
                    System.out.println(results.getSummary().getTestsSucceededCount());
                }
            }
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void onlyWithJars() {
        ModulePath.assumeJars();
    }

    static List<Jdk> jdks() throws IOException {
        return Jdk.installed();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aProgramOfModulesOpensDatabasesByPGliteAndByUrlWithExtensions(Jdk jdk) throws Exception {
        String path = ModulePath.of(ModulePath.ARTIFACTS, "postgresql-");
        List<String> sources = sources("""
                module consumer {
                    requires dev.pglitej.jdbc;
                }
                """, """
                package consumer;

                import dev.pglitej.PGlite;
                import java.sql.Connection;
                import java.sql.DriverManager;
                import java.sql.ResultSet;
                import java.sql.SQLException;

                public final class Program {
                    public static void main(String[] arguments) throws SQLException {
                        System.out.println(PGlite.class.getModule().getName());
                        try (PGlite database = PGlite.builder().extensions("hstore", "vector").open();
                                Connection connection = database.getConnection()) {
                            System.out.println(value(connection, "select '[1,2,4]'::vector <-> '[1,2,3]'"));
                            System.out.println(value(connection, "select 'a=>b'::hstore -> 'a'"));
                        }
                        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:?extensions=citext")) {
                            System.out.println(value(connection, "select 'A'::citext = 'a'"));
                        }
                    }

                    private static String value(Connection connection, String query) throws SQLException {
                        try (ResultSet rows = connection.createStatement().executeQuery(query)) {
                            rows.next();
                            return rows.getString(1);
                        }
                    }
                }
                """);

        String compiled = compile(jdk, path, sources);
        String printed = run(jdk, path);

        assertThat(compiled).isEmpty();
        assertThat(printed.lines()).containsExactly("dev.pglitej.postgres", "1", "b", "t");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void withoutJdbcADatabaseFindsItsLibrariesAndExtensions(Jdk jdk) throws Exception {
        String path = ModulePath.of(WITHOUT_JDBC);
        List<String> sources = sources("""
                module consumer {
                    requires dev.pglitej.postgres;
                }
                """, """
                package consumer;

                import dev.pglitej.PGlite;
                import java.sql.SQLException;

                public final class Program {
                    public static void main(String[] arguments) throws SQLException {
                        try (PGlite database = PGlite.builder().extensions("hstore", "vector").open()) {
                            database.runScript("check", "do $$ begin assert '[1,2,4]'::vector <-> '[1,2,3]' = 1; end $$");
                            System.out.println("opened");
                            database.getConnection();
                        } catch (IllegalStateException e) {
                            System.out.println(e.getMessage().contains("pglitej-jdbc"));
                        }
                    }
                }
                """);

        String compiled = compile(jdk, path, sources);
        String printed = run(jdk, path);

        assertThat(compiled).isEmpty();
        assertThat(printed.lines()).containsExactly("opened", "true");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void testsOfAModuleGetDatabasesAndMigrateThemByFlyway(Jdk jdk) throws Exception {
        String path = ModulePath.of(ModulePath.ARTIFACTS, JUNIT_AND_FLYWAY);
        Path migrations = Files.createDirectories(directory.resolve("migrations"));
        Files.writeString(migrations.resolve("V1__one_table.sql"), "create table migrated (a int)");
        List<String> sources = sources("""
                module consumer {
                    requires dev.pglitej.junit;
                    requires org.junit.platform.launcher;

                    opens consumer to
                            dev.pglitej.junit,
                            org.junit.platform.commons;
                }
                """, TESTS.formatted(migrations));

        String compiled = compile(jdk, path, sources);
        // Flyway's module does not say that it requires Jackson's.
        String printed = run(jdk, path, "--add-modules=ALL-MODULE-PATH");

        assertThat(compiled).isEmpty();
        assertThat(printed.lines().toList()).as(printed).endsWith("2");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theServersCommandRunsAsAModule(Jdk jdk) throws Exception {
        String printed = Programs.run(
                Map.of(),
                List.of(
                        jdk.command("java"),
                        "--module-path",
                        ModulePath.of(ModulePath.ARTIFACTS, "postgresql-"),
                        "--module",
                        "dev.pglitej.server/dev.pglitej.server.Main",
                        "--version"));

        assertThat(printed).matches("pglitej [0-9]+\\..*\\R");
    }

    @Test
    void aProgramCannotNameAnInternalClass() throws Exception {
        String path = ModulePath.of(ModulePath.ARTIFACTS, "postgresql-");
        List<String> sources = sources("""
                module consumer {
                    requires dev.pglitej.engine;
                    requires dev.pglitej.jdbc;
                    requires dev.pglitej.kernel;
                    requires dev.pglitej.natives;
                    requires dev.pglitej.protocol;
                }
                """, """
                package consumer;

                import dev.pglitej.internal.cluster.Cluster;
                import dev.pglitej.internal.engine.Guest;
                import dev.pglitej.internal.jdbc.PgjdbcAccess;
                import dev.pglitej.internal.jdbc.socket.InProcessSocketFactory;
                import dev.pglitej.internal.kernel.Errno;
                import dev.pglitej.internal.natives.Natives;
                import dev.pglitej.internal.options.BuildVersion;
                import dev.pglitej.internal.protocol.StartupPacket;

                final class Program {}
                """);

        String refused = Programs.failure(Map.of(), compilation(Jdk.own(), path, sources));

        assertThat(refused)
                .contains("8 errors")
                .contains(
                        "package dev.pglitej.internal.cluster is declared in module dev.pglitej.postgres, which does not export it")
                .contains(
                        "package dev.pglitej.internal.kernel is declared in module dev.pglitej.kernel, which does not export it to"
                                + " module consumer");
    }

    private List<String> sources(String module, String program) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources/consumer"));
        return List.of(
                Files.writeString(sources.resolveSibling("module-info.java"), module)
                        .toString(),
                Files.writeString(sources.resolve("Program.java"), program).toString());
    }

    private String compile(Jdk jdk, String path, List<String> sources) throws IOException, InterruptedException {
        return Programs.run(Map.of(), compilation(jdk, path, sources));
    }

    private List<String> compilation(Jdk jdk, String path, List<String> sources) {
        List<String> command = new ArrayList<>(List.of(jdk.command("javac"), "--module-path", path, "-d", classes()));
        command.addAll(sources);
        return command;
    }

    private String run(Jdk jdk, String path, String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(jdk.command("java"), "--module-path", path + File.pathSeparator + classes()));
        if (jdk.feature() >= WARNS_OF_NATIVE_CODE) command.add("--enable-native-access=dev.pglitej.engine");
        command.addAll(List.of(options));
        command.addAll(List.of("--module", "consumer/consumer.Program"));
        return Programs.run(Map.of(), command);
    }

    private String classes() {
        return directory.resolve("classes").toString();
    }
}
