package dev.pglitej.jdbc;

import static dev.pglitej.jdbc.contract.Sql.execute;
import static dev.pglitej.jdbc.contract.Sql.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.PooledConnection;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PGliteXADataSourceTest {
    private static final String URL = "jdbc:pglite:memory:xa?setting.max_prepared_transactions=5";

    private record TestXid(String name) implements Xid {
        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }

    @Test
    void aPreparedTransactionIsCommittedByAnotherConnection() throws Exception {
        PGliteXADataSource source = new PGliteXADataSource(URL);
        Xid xid = new TestXid("first");
        XAConnection preparing = source.getXAConnection();
        XAConnection committing = source.getXAConnection();
        try (Connection connection = preparing.getConnection();
                Connection other = committing.getConnection()) {
            execute(other, "create table distributed (id int)");
            XAResource resource = preparing.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            execute(connection, "insert into distributed values (1)");
            resource.end(xid, XAResource.TMSUCCESS);
            assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
            assertThat(text(other, "select count(*) from distributed")).isEqualTo("0");

            committing.getXAResource().commit(xid, false);

            assertThat(text(other, "select count(*) from distributed")).isEqualTo("1");
        } finally {
            preparing.close();
            committing.close();
        }
    }

    @Test
    void aPooledConnectionOutlivesItsHandles() throws SQLException {
        PGliteXADataSource source = new PGliteXADataSource("jdbc:pglite:memory:");
        PooledConnection pooled = source.getPooledConnection();
        try {
            try (Connection handle = pooled.getConnection()) {
                execute(handle, "create table pooled (id int)");
            }
            try (Connection handle = pooled.getConnection()) {
                assertThat(text(handle, "select to_regclass('pooled')")).isEqualTo("pooled");
            }
        } finally {
            pooled.close();
        }
    }
}
