package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.PGlite;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import javax.sql.XAConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The data sources as frameworks see them, which set properties and ask for interfaces. */
@Timeout(60)
final class PGliteDataSourceTest {
    @Test
    void whatIsSetIsThereToBeRead() {
        PGliteDataSource source = new PGliteDataSource("jdbc:pglite:memory:");
        source.setUser("alice");
        source.setPassword("secret");
        source.setDatabaseName("shop");
        source.setProperty("ApplicationName", "till");
        source.setLoginTimeout(7);
        PrintWriter log = new PrintWriter(Writer.nullWriter());
        source.setLogWriter(log);

        assertThat(source.getUrl()).isEqualTo("jdbc:pglite:memory:");
        assertThat(source.getUser()).isEqualTo("alice");
        assertThat(source.getDatabaseName()).isEqualTo("shop");
        assertThat(source.getProperty("password")).isEqualTo("secret");
        assertThat(source.getProperty("ApplicationName")).isEqualTo("till");
        assertThat(source.getLoginTimeout()).isEqualTo(7);
        assertThat(source.getLogWriter()).isSameAs(log);
    }

    @Test
    void aPropertyThatNoUrlHasIsRefused() {
        PGliteDataSource source = new PGliteDataSource();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.setProperty("colour", "red"))
                .withMessageContaining("colour");
    }

    @Test
    void itIsUnwrappedToWhatItIsAndToNothingElse() throws SQLException {
        PGliteDataSource source = new PGliteDataSource("jdbc:pglite:memory:");

        assertThat(source.isWrapperFor(DataSource.class)).isTrue();
        assertThat(source.isWrapperFor(Connection.class)).isFalse();
        assertThat(source.unwrap(PGliteDataSource.class)).isSameAs(source);
        assertThatThrownBy(() -> source.unwrap(Connection.class))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("java.sql.Connection");
        assertThat(source.getParentLogger().getName()).isEqualTo("dev.pglitej");
    }

    @Test
    void aDatabaseThatIsOpenHasNoUrl() throws SQLException {
        try (PGlite database = PGlite.inMemory()) {
            PGliteDataSource source = new PGliteDataSource(database);

            assertThatIllegalStateException().isThrownBy(() -> source.setUrl("jdbc:pglite:memory:"));
            try (Connection connection = source.getConnection()) {
                assertThat(text(connection, "select current_user")).isEqualTo("postgres");
            }
        }
    }

    @Test
    void connectionsOfEachKindAreOfTheUserThatIsGiven() throws SQLException {
        try (PGlite database = PGlite.inMemory()) {
            PGliteXADataSource source = new PGliteXADataSource(database);
            try (Connection connection = source.getConnection()) {
                execute(connection, "create role alice login");
            }
            XAConnection distributed = source.getXAConnection("alice", "");
            PooledConnection pooled = source.getPooledConnection("alice", "");

            try (Connection plain = source.getConnection("alice", "");
                    Connection ofTransactions = distributed.getConnection();
                    Connection ofPool = pooled.getConnection()) {
                assertThat(text(plain, "select current_user")).isEqualTo("alice");
                assertThat(text(ofTransactions, "select current_user")).isEqualTo("alice");
                assertThat(text(ofPool, "select current_user")).isEqualTo("alice");
            } finally {
                distributed.close();
                pooled.close();
            }
        }
    }
}
