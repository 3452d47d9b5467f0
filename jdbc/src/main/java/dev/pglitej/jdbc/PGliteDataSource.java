package dev.pglitej.jdbc;

import dev.pglitej.PGlite;
import dev.pglitej.spi.Sessions;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Connects to a database in this process: to one that is open already, or to the one that a URL of {@link PGliteDriver} names. Call the
 * setters on one thread; it is thread-safe after that.
 */
@SuppressWarnings("exports") // @Nullable, of a module that compilers alone need
public class PGliteDataSource implements DataSource {
    private final PGliteDriver driver = new PGliteDriver();
    private final @Nullable DatabaseHolder opened;
    private final Properties properties = new Properties();
    private String url = ConnectionUrl.PREFIX + "memory:";
    private @Nullable PrintWriter logWriter;
    private int loginTimeout;

    /** For frameworks that configure it by its properties. Without {@link #setUrl}, each connection has a new database in memory. */
    public PGliteDataSource() {
        this.opened = null;
    }

    public PGliteDataSource(String url) {
        this();
        setUrl(url);
    }

    /** Connects to a database that the caller opens and closes; no URL is used. */
    public PGliteDataSource(PGlite database) {
        this(database.sessions());
    }

    /** Connects to the database of these sessions, which the caller opens and closes. */
    public PGliteDataSource(Sessions sessions) {
        this.opened = DatabaseHolder.ofUser(sessions);
    }

    /**
     * Sets which database is opened.
     *
     * @throws IllegalArgumentException if this is not a URL of this driver; the message says what would be
     */
    public final void setUrl(String url) {
        if (opened != null) {
            throw new IllegalStateException("this data source has a database already, so it takes no URL");
        }
        ConnectionUrl checked = ConnectionUrl.parse(url, new Properties());
        this.url = checked.url();
    }

    public final String getUrl() {
        return url;
    }

    public final void setUser(String user) {
        setProperty(PGProperty.USER.getName(), user);
    }

    public final @Nullable String getUser() {
        return getProperty(PGProperty.USER.getName());
    }

    public final void setPassword(String password) {
        setProperty(PGProperty.PASSWORD.getName(), password);
    }

    /** The database of the cluster; postgres by default. */
    public final void setDatabaseName(String database) {
        setProperty(Parameters.DATABASE, database);
    }

    public final @Nullable String getDatabaseName() {
        return getProperty(Parameters.DATABASE);
    }

    /**
     * Sets a parameter, with a name that a URL may have.
     *
     * @throws IllegalArgumentException if a URL cannot have a parameter with this name
     */
    public final void setProperty(String name, String value) {
        properties.setProperty(Parameters.checked(name), value);
    }

    public final @Nullable String getProperty(String name) {
        return properties.getProperty(name);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connect(properties);
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        Properties complete = new Properties();
        complete.putAll(properties);
        if (user != null) complete.setProperty(PGProperty.USER.getName(), user);
        if (password != null) complete.setProperty(PGProperty.PASSWORD.getName(), password);
        return connect(complete);
    }

    private Connection connect(Properties given) throws SQLException {
        Properties complete = new Properties();
        complete.putAll(given);
        if (loginTimeout > 0) complete.setProperty(PGProperty.LOGIN_TIMEOUT.getName(), Integer.toString(loginTimeout));
        DatabaseHolder database = opened;
        if (database != null) return Connector.connect(database, Parameters.forDriver(texts(complete)));
        Connection connection = driver.connect(url, complete);
        if (connection == null) throw new SQLException("'" + url + "' is not a URL of this driver", "08001");
        return connection;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // setProperty has put texts there, and nothing else.
    private static Map<String, String> texts(Properties properties) {
        return (Map<String, String>) (Map) properties;
    }

    @Override
    public final @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    @Override
    public final void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    /** In seconds; 0, the default, has no limit. */
    @Override
    public final void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public final int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public final Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) return type.cast(this);
        throw new SQLException(getClass().getName() + " is no " + type.getName());
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
