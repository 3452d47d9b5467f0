package dev.pglitej.spi;

import dev.pglitej.PGlite;
import dev.pglitej.api.Notification;
import dev.pglitej.api.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** What PGlite's methods of JDBC do; the module pglitej-jdbc provides it. Safe for any number of threads. */
public interface JdbcAccess {
    DataSource dataSource(PGlite database);

    /** See {@link PGlite#listen}. */
    Subscription listen(PGlite database, String channel, Consumer<Notification> listener) throws SQLException;

    /** See {@link PGlite#copyIn}. */
    long copyIn(PGlite database, String sql, InputStream from) throws SQLException, IOException;

    /** See {@link PGlite#copyOut}. */
    long copyOut(PGlite database, String sql, OutputStream to) throws SQLException, IOException;
}
