package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import dev.pglitej.internal.options.BuildVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;

/** What URLs mean. */
@Timeout(120)
final class PGliteDriverTest {
    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Test
    void everyConnectionToPrivateMemoryHasADatabaseOfItsOwn() throws SQLException {
        try (Connection one = connect("jdbc:pglite:memory:");
                Connection two = connect("jdbc:pglite:memory:")) {
            execute(one, "create table mine (id int)");

            assertThat(text(two, "select to_regclass('mine')")).isNull();
            assertThat(one.isWrapperFor(PGConnection.class)).isTrue();
        }
    }

    @Test
    void connectionsToNamedMemoryShareADatabaseThatEndsWithTheLastOfThem() throws SQLException {
        String url = "jdbc:pglite:memory:shared";
        try (Connection one = connect(url)) {
            execute(one, "create table ours (id int)");
            try (Connection two = connect(url);
                    Connection other = connect("jdbc:pglite:memory:other")) {
                assertThat(text(two, "select to_regclass('ours')")).isEqualTo("ours");
                assertThat(text(other, "select to_regclass('ours')")).isNull();
            }
            assertThat(text(one, "select to_regclass('ours')")).isEqualTo("ours");
        }

        try (Connection later = connect(url)) {
            assertThat(text(later, "select to_regclass('ours')")).isNull();
        }
    }

    @Test
    void closeDelayKeepsADatabaseWithoutConnections() throws SQLException {
        String url = "jdbc:pglite:memory:kept?closeDelay=never";
        try (Connection first = connect(url)) {
            execute(first, "create table kept (id int)");
        }

        try (Connection later = connect("jdbc:pglite:memory:kept")) {
            assertThat(text(later, "select to_regclass('kept')")).isEqualTo("kept");
        }
    }

    @Test
    void closeDelayInSecondsClosesADatabaseThatNobodyHolds() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        OpenOptions options = OpenOptions.of(Map.of("closeDelay", "1"));
        HeldDatabase database = new HeldDatabase("delayed", options, PGlite.inMemory(), closed::countDown);

        assertThat(database.tryHold()).isTrue();
        database.release();

        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(database.tryHold()).isFalse();
    }

    @Test
    void theDriverHasTheVersionOfItsBuildAndDoesNotClaimToBeComplete() throws SQLException {
        Driver driver = DriverManager.getDriver("jdbc:pglite:memory:");

        assertThat(driver).isInstanceOf(PGliteDriver.class);
        assertThat(driver.getMajorVersion()).isEqualTo(BuildVersion.current().major());
        assertThat(driver.getMinorVersion()).isEqualTo(BuildVersion.current().minor());
        assertThat(driver.jdbcCompliant()).isFalse();
    }

    @Test
    void aDirectoryThatTheSystemCannotHaveIsRefused() {
        assertThatThrownBy(() -> connect("jdbc:pglite:file:/tmp/a\0b"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining("is not a path");
    }

    @Test
    void aThousandDelayedClosesNeedNoThousandThreads() {
        OpenOptions options = OpenOptions.of(Map.of("closeDelay", "3600"));
        HeldDatabase database = new HeldDatabase("delayed", options, PGlite.inMemory(), () -> {});
        int threads = Thread.activeCount();

        for (int i = 0; i < 1000; i++) {
            assertThat(database.tryHold()).isTrue();
            database.release();
        }

        assertThat(Thread.activeCount()).isLessThan(threads + 100);
        database.close();
    }

    @Test
    void aDirectoryKeepsItsDataHoweverItIsWritten(@TempDir Path directory) throws SQLException {
        Path data = directory.resolve("data");
        try (Connection connection = connect("jdbc:pglite:file:" + data);
                Connection same = connect("jdbc:pglite:" + directory + "/../" + directory.getFileName() + "/data")) {
            execute(connection, "create table saved as select 42 as answer");
            assertThat(text(same, "select answer from saved")).isEqualTo("42");
        }

        try (Connection connection = connect("jdbc:pglite:" + data)) {
            assertThat(text(connection, "select answer from saved")).isEqualTo("42");
        }
    }

    @Test
    void settingsAndParametersOfTheDriverAreHonoured() throws SQLException {
        String url = "jdbc:pglite:memory:?setting.max_connections=7&ApplicationName=a+test&options=-c%20work_mem=7MB";
        try (Connection connection = connect(url)) {
            assertThat(text(connection, "show max_connections")).isEqualTo("7");
            assertThat(text(connection, "show application_name")).isEqualTo("a+test");
            assertThat(text(connection, "show work_mem")).isEqualTo("7MB");
        }
    }

    @Test
    void userAndDatabaseAreHonoured() throws SQLException {
        String url = "jdbc:pglite:memory:roles";
        try (Connection connection = connect(url)) {
            execute(connection, "create role alice login", "create database second owner alice");
            Properties properties = new Properties();
            properties.setProperty("user", "alice");

            try (Connection alice = DriverManager.getConnection(url + "?database=second", properties)) {
                assertThat(text(alice, "select current_user || ' ' || current_database()"))
                        .isEqualTo("alice second");
            }
            assertThatThrownBy(() -> connect(url + "?user=nobody"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"));
        }
    }

    @Test
    void anEmptyUserIsTheDefaultOne() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:", "", "")) {
            assertThat(text(connection, "select current_user")).isEqualTo("postgres");
        }
    }

    @Test
    void initScriptsRunWhenTheDatabaseIsOpened(@TempDir Path directory) throws SQLException, IOException {
        Path script = Files.writeString(directory.resolve("more.sql"), "insert into fruit values ('pear?');");
        String url = "jdbc:pglite:memory:fruit?init=classpath:fruit.sql," + script;
        try (Connection connection = connect(url);
                Connection again = connect(url)) {
            assertThat(text(again, "select string_agg(name, ',' order by name) from fruit"))
                    .isEqualTo("apple,pear?");
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void aFailingInitScriptSaysWhichAndLeavesNoDatabaseBehind(@TempDir Path directory) throws Exception {
        Path script = Files.writeString(directory.resolve("wrong.sql"), "create tabel x ()");
        String url = "jdbc:pglite:memory:wrong";

        assertThatThrownBy(() -> connect(url + "?init=" + script))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("wrong.sql")
                .hasMessageContaining("syntax error");
        assertThatThrownBy(() -> connect(url + "?init=classpath:missing.sql"))
                .hasMessageContaining("missing.sql cannot be read");
        try (Connection connection = connect(url)) {
            assertThat(text(connection, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void whatADatabaseWasNotOpenedWithCannotBeAskedForLater() throws SQLException {
        try (Connection connection = connect("jdbc:pglite:memory:plain")) {
            assertThatThrownBy(() -> connect("jdbc:pglite:memory:plain?setting.max_connections=7"))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("the database memory:plain is open already, without setting.max_connections=7;"
                            + " give this parameter where the database is opened first, or close its connections");
            assertThat(text(connection, "select 1")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "closedelay, closeDelay",
        "DB_CLOSE_DELAY, closeDelay",
        "aplicationName, ApplicationName",
        "defaultFetchSize, defaultRowFetchSize",
        "databse, database",
        "usr, user"
    })
    void anUnknownParameterIsRefusedWithTheNearestOneThereIs(String wrong, String right) {
        assertThatThrownBy(() -> connect("jdbc:pglite:memory:?" + wrong + "=1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("there is no parameter '" + wrong + "'; did you mean '" + right + "'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mem:x | 'mem:' is not a kind of database",
                "memory:x?closeDelay=soon | closeDelay is 'soon', but must be a number of seconds, or never",
                "memory:x?memoryLimit=much | memoryLimit is 'much', but must be a size such as 512MB",
                "memory:x?socketFactory=y | is for connections over a network",
                "memory:x?options=%zz | has a % that is not followed by two hex digits",
                "memory:x;DB_CLOSE_DELAY=-1 | write them as ?name=value&name=value",
                "memory:x?closeDelay=-2 | closeDelay is '-2', but must be a number of seconds, or never",
                "memory:x?setting.=1 | there is no parameter 'setting.'",
                "file: | a path is missing"
            })
    void aUrlThatMakesNoSenseIsRefusedWithTheReason(String target, String reason) {
        assertThatThrownBy(() -> connect("jdbc:pglite:" + target))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void urlsOfOthersAreLeftToOthers() throws SQLException {
        PGliteDriver driver = new PGliteDriver();

        assertThat(driver.connect("jdbc:postgresql://localhost/x", new Properties()))
                .isNull();
        assertThat(driver.acceptsURL("jdbc:h2:mem:x")).isFalse();
        assertThat(DriverManager.getDriver("jdbc:postgresql://localhost/x")).isInstanceOf(org.postgresql.Driver.class);
        assertThat(driver.getPropertyInfo("jdbc:pglite:memory:", null))
                .extracting(p -> p.name)
                .contains("closeDelay", "user")
                .doesNotHaveDuplicates();
    }

    @Test
    void aTildeIsTheUsersHome() {
        assertThat(Target.parse("file:~/data"))
                .isEqualTo(new Target.Directory(Path.of(System.getProperty("user.home"), "data")));
    }
}
