package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Other drivers for {@code jdbc:pglite:}, and PostgreSQL's own, on the same class path. */
@Timeout(60)
final class OtherDriversTest {
    private final FakeDriver other = new FakeDriver();

    /** Another port of PGlite: takes all that begins as its URLs do, and connects to nothing. */
    private static final class FakeDriver implements Driver {
        @Override
        public @Nullable Connection connect(String url, Properties info) {
            return acceptsURL(url) ? connection() : null;
        }

        private static Connection connection() {
            return (Connection) Proxy.newProxyInstance(
                    FakeConnection.class.getClassLoader(),
                    new Class<?>[] {Connection.class, FakeConnection.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "isValid", "getAutoCommit" -> true;
                        case "getNetworkTimeout", "getTransactionIsolation" -> 0;
                        case "isReadOnly", "isClosed" -> false;
                        default -> null;
                    });
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:pglite:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getLogger("other");
        }
    }

    private interface FakeConnection {}

    /** The registered drivers are loaded by the first who asks for them, and ours would come after the other else. */
    @BeforeEach
    void loadOurs() {
        assertThat(DriverManager.drivers()).hasAtLeastOneElementOfType(PGliteDriver.class);
    }

    @AfterEach
    void deregister() throws SQLException {
        DriverManager.deregisterDriver(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:pglite:",
                "jdbc:pglite:?debug=1",
                "jdbc:pglite:memory://",
                "jdbc:pglite:memory://x",
                "jdbc:pglite:idb:x"
            })
    void whatOnlyAnotherDriverUnderstandsIsLeftToIt(String url) throws SQLException {
        DriverManager.registerDriver(other);

        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(connection).isInstanceOf(FakeConnection.class);
        }
        assertThat(DriverManager.getDriver(url)).isSameAs(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:pglite:", "jdbc:pglite:memory://x", "jdbc:pglite:idb:x"})
    void whatNobodyUnderstandsIsRefusedWithTheReason(String url) throws SQLException {
        assertThat(DriverManager.getDriver(url)).isInstanceOf(PGliteDriver.class);
        assertThatThrownBy(() -> DriverManager.getConnection(url))
                .isInstanceOf(SQLException.class)
                .hasMessageMatching(".*(write memory: for a|a path is missing|is not a kind of database).*");
    }

    @Test
    void ourUrlsAreOursBesideADriverThatTakesEverything() throws SQLException {
        DriverManager.registerDriver(other);

        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:")) {
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
        }
    }

    @Test
    void aDriverThatTakesEverythingAndComesFirstIsPassedByClassNameOrDataSource() throws SQLException {
        Driver ours = DriverManager.getDriver("jdbc:pglite:memory:");
        DriverManager.deregisterDriver(ours);
        DriverManager.registerDriver(other);
        DriverManager.registerDriver(ours);
        HikariConfig config = new HikariConfig();
        config.setDriverClassName(PGliteDriver.class.getName());
        config.setJdbcUrl("jdbc:pglite:memory:beside");
        config.setMaximumPoolSize(1);

        try (HikariDataSource pool = new HikariDataSource(config);
                Connection byPool = pool.getConnection();
                Connection byDataSource = new PGliteDataSource("jdbc:pglite:memory:beside").getConnection()) {
            assertThat(text(byPool, "select 1")).isEqualTo("1");
            assertThat(text(byDataSource, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void postgresqlUrlsStayWithPostgresqlsDriver() throws SQLException {
        DriverManager.registerDriver(other);

        assertThat(DriverManager.getDriver("jdbc:postgresql://localhost/x")).isInstanceOf(org.postgresql.Driver.class);
        assertThat(new PGliteDriver().acceptsURL("jdbc:postgresql://localhost/x"))
                .isFalse();
        assertThat(DriverManager.drivers().filter(org.postgresql.Driver.class::isInstance))
                .hasSize(1);
    }

    @Test
    void connectionsDoNotNeedPostgresqlsDriverToBeRegistered() throws SQLException {
        Driver postgresql = DriverManager.getDriver("jdbc:postgresql://localhost/x");
        DriverManager.deregisterDriver(postgresql);
        try (Connection connection = DriverManager.getConnection("jdbc:pglite:memory:")) {
            assertThat(text(connection, "select 1")).isEqualTo("1");
        } finally {
            DriverManager.registerDriver(postgresql);
        }
    }
}
