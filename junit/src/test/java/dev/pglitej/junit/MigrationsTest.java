package dev.pglitej.junit;

import static dev.pglitej.junit.Sql.execute;
import static dev.pglitej.junit.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.Snapshot;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

/** How databases come to where tests begin. The nested classes are samples, and no tests of this one. */
@Timeout(120)
final class MigrationsTest {
    @Test
    void scriptsFlywayAndLiquibaseRunInTheirOrder() {
        Suites.expectSuccess(2, Everything.class);
    }

    @PGliteTest(
            init = "src/test/resources/sql/extra.sql",
            flyway = "classpath:db/migration",
            liquibase = "liquibase/changelog.sql",
            scripts = "classpath:sql/customers.sql")
    static class Everything {
        @RepeatedTest(2)
        void isThere(Connection connection) throws SQLException {
            assertThat(text(connection, "select text from extra.note")).isEqualTo("why?");
            assertThat(text(connection, "insert into supplier values (1) returning id"))
                    .isEqualTo("1");
            assertThat(text(connection, "select name from customer")).isEqualTo("Ada");
            assertThat(text(connection, "insert into purchase (customer_id, total) values (1, 5) returning id"))
                    .isEqualTo("1");
        }
    }

    @Test
    void withoutItsModuleForPostgresFlywayIsNotLeftToItsOwnWords() throws Exception {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("flyway-database-postgresql"))
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        Process child = new ProcessBuilder(java, "-cp", classPath, FlywayAlone.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains(
                        "the database for these tests could not be made, which is tried once: Flyway's support of PostgreSQL is"
                                + " not on the class path; add org.flywaydb:flyway-database-postgresql in the version of flyway-core");
        assertThat(child.waitFor()).isZero();
    }

    @Test
    void migrationsRunOnceInAJvm() {
        CountedOne.RUNS.set(0);

        Suites.expectSuccess(Suites.runInParallel(CountedOne.class, CountedTwo.class), 4);
        Suites.expectSuccess(2, CountedTwo.class);

        assertThat(CountedOne.RUNS).hasValue(1);
    }

    static class CountedOne {
        static final AtomicInteger RUNS = new AtomicInteger();

        @RegisterExtension
        static final PGliteExtension DATABASE = counted();

        static PGliteExtension counted() {
            return PGliteExtension.builder()
                    .setting("work_mem", "7MB")
                    .migrate("counted", database -> {
                        RUNS.incrementAndGet();
                        execute(database, "create table counted (id int)");
                    })
                    .build();
        }

        @RepeatedTest(2)
        void isThere(Connection connection) throws SQLException {
            assertThat(text(connection, "select to_regclass('counted')")).isEqualTo("counted");
            assertThat(text(connection, "show work_mem")).isEqualTo("7MB");
        }
    }

    static class CountedTwo {
        /** Not static: no other instance, and no other test, ever uses it. */
        @RegisterExtension
        final PGliteExtension database = CountedOne.counted();

        @RepeatedTest(2)
        void isThere() throws SQLException {
            assertThat(text(database.getConnection(), "select to_regclass('counted')"))
                    .isEqualTo("counted");
            assertThat(text(database.dataSource(), "select count(*) from counted"))
                    .isEqualTo("0");
        }
    }

    @Test
    void theContentOfAScriptCountsAndNotItsName(@TempDir Path directory) throws IOException {
        Path script = directory.resolve("script.sql");
        Recipe recipe = new Recipe(
                Map.of(), List.of(), List.of(new Migration.Scripts(List.of(script.toString()))), Reset.PER_METHOD);

        Files.writeString(script, "create table first (id int)");
        Snapshot first = Templates.of(recipe);
        Files.writeString(script, "create table second (id int)");
        Snapshot second = Templates.of(recipe);
        Files.writeString(script, "create table first (id int)");
        Snapshot third = Templates.of(recipe);

        assertThat(second).isNotSameAs(first);
        assertThat(third).isSameAs(first);
    }

    @Test
    void aMigrationThatFailsFailsEachTestWithTheCauseAndRunsOnce() {
        FailingCallback.RUNS.set(0);

        EngineExecutionResults results = Suites.run(FailingCallback.class, BrokenFlyway.class);

        results.testEvents().assertStatistics(events -> events.failed(4).succeeded(0));
        results.testEvents()
                .failed()
                .assertThatEvents()
                .haveExactly(
                        2,
                        EventConditions.finishedWithFailure(
                                TestExecutionResultConditions.instanceOf(MigrationFailedException.class),
                                TestExecutionResultConditions.cause(
                                        TestExecutionResultConditions.message("out of customers"))))
                .haveExactly(2, Suites.failure("\"nonsense\""));
        assertThat(FailingCallback.RUNS).hasValue(1);
    }

    static class FailingCallback {
        static final AtomicInteger RUNS = new AtomicInteger();

        @RegisterExtension
        static final PGliteExtension DATABASE = PGliteExtension.builder()
                .migrate("fails", database -> {
                    RUNS.incrementAndGet();
                    throw new IllegalStateException("out of customers");
                })
                .build();

        @Test
        void asks(DataSource database) {}

        @Test
        void doesNotAsk() {}
    }

    @PGliteTest(flyway = "classpath:broken")
    static class BrokenFlyway {
        @Test
        void one(Connection connection) {}

        @Test
        void two(Connection connection) {}
    }

    @Test
    void extensionsAreThereBeforeTheFirstMigration() {
        Suites.expectSuccess(1, Extended.class);
    }

    @PGliteTest(extensions = "citext", scripts = "classpath:sql/citext.sql")
    static class Extended {
        @Test
        void isThere(Connection connection) throws SQLException {
            assertThat(text(connection, "select count(*) from named where name = 'ADA'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void whatIsNotThereIsSaid() {
        Suites.run(NoSuchScript.class, NoSuchFolder.class)
                .testEvents()
                .failed()
                .assertThatEvents()
                .haveExactly(1, Suites.failure("script classpath:sql/none.sql is not on the class path"))
                .haveExactly(1, Suites.failure("there are no migrations in classpath:db/none"));
    }

    @PGliteTest(scripts = "classpath:sql/none.sql")
    static class NoSuchScript {
        @Test
        void asks(Connection connection) {}
    }

    @PGliteTest(flyway = "classpath:db/none")
    static class NoSuchFolder {
        @Test
        void asks(Connection connection) {}
    }
}
