package dev.pglitej.jdbc;

import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.options.BuildVersion;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver of databases in this process. Connections are pgjdbc's own, and have all of its API. Thread-safe.
 *
 * <table><caption>URLs</caption>
 * <tr><td>{@code jdbc:pglite:memory:}</td><td>a new database in memory for this connection alone</td></tr>
 * <tr><td>{@code jdbc:pglite:memory:NAME}</td><td>one in memory that all connections of this JVM with the same name share</td></tr>
 * <tr><td>{@code jdbc:pglite:file:DIRECTORY}, {@code jdbc:pglite:DIRECTORY}</td><td>one in a directory, made if missing</td></tr>
 * <tr><td>{@code jdbc:pglite:snapshot:FILE}</td><td>one in memory that begins as {@link dev.pglitej.Snapshot#save} has written it; the file
 * stays as it is</td></tr>
 * </table>
 *
 * <p>Other drivers for {@code jdbc:pglite:} may be registered as well. This driver leaves a URL of another form to a driver that accepts
 * it, and refuses the URL with the reason if there is none.
 *
 * <p>The first connection opens a database, and {@code close()} of the last one closes it before it returns: its directory
 * may be deleted then. A statement that still runs on another thread gets five seconds to end. Parameters follow as
 * {@code ?name=value&name=value}, or are properties. The driver accepts all parameters of pgjdbc, and these:
 *
 * <table><caption>Parameters</caption>
 * <tr><td>{@code user}, {@code password}, {@code database}</td><td>the role, and the database of the cluster; both postgres by
 * default</td></tr>
 * <tr><td>{@code closeDelay}</td><td>how many seconds it stays open after its last connection, or {@code never}; 0 by default</td></tr>
 * <tr><td>{@code extensions}</td><td>extensions of a new database, separated by commas</td></tr>
 * <tr><td>{@code init}</td><td>scripts to run whenever it is opened, new or not: files, or {@code classpath:NAME}, separated by commas;
 * see {@link dev.pglitej.PGlite#runScript}</td></tr>
 * <tr><td>{@code memoryLimit}</td><td>memory of one session, as {@code 512MB} or {@code 1g}, at least 168 MB; 2 GB by default</td></tr>
 * <tr><td>{@code setting.NAME}</td><td>a setting of postgresql.conf</td></tr>
 * </table>
 */
@SuppressWarnings("exports") // @Nullable, of a module that compilers alone need
public final class PGliteDriver implements Driver {
    private static final OpenDatabases DATABASES = new OpenDatabases();

    private static final PGliteDriver REGISTERED = new PGliteDriver();

    static {
        try {
            DriverManager.registerDriver(REGISTERED);
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** For {@link java.util.ServiceLoader} and frameworks that name the class; all drivers have the same databases. */
    public PGliteDriver() {}

    /**
     * Takes this driver out of {@link DriverManager}, which would keep the class loader of an application that is stopped. For
     * applications in a server that have the driver among their own classes, where the server does not do this itself; data sources
     * work as before. pgjdbc has a method of its own for its driver.
     *
     * @throws SQLException if a security policy forbids it
     */
    public static void deregister() throws SQLException {
        DriverManager.deregisterDriver(REGISTERED);
    }

    /**
     * Connects, and opens the database if this is its first connection.
     *
     * @return null for a URL of another driver, and for one that only another driver understands
     * @throws SQLException if the URL or a parameter is wrong, the database cannot be opened, or PostgreSQL refuses the connection
     */
    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (!acceptsURL(url)) return null;
        DriverPreparation.begin();
        try {
            ConnectionUrl parsed = ConnectionUrl.parse(url, info == null ? new Properties() : info);
            Optional<DatabaseHolder> published = PublishedDatabase.find(parsed);
            if (published.isPresent()) {
                return Connector.connect(published.get(), Parameters.forDriver(parsed.parameters()));
            }
            HeldDatabase database = DATABASES.hold(parsed);
            try {
                return Connector.connect(database, Parameters.forDriver(parsed.parameters()));
            } finally {
                // From here on the connection holds the database, if there is one.
                database.release();
            }
        } catch (IllegalArgumentException | PGliteException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), "08001", e);
        } catch (RuntimeException | LinkageError e) {
            // A class is missing, or there is a bug. Callers of a driver, such as pools, expect an SQLException, and
            // may show only its
            // message.
            throw new SQLNonTransientConnectionException("the database could not be opened: " + e, "08001", e);
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return ConnectionUrl.accepts(url) && (ConnectionUrl.names(url) || !isTakenByOthers(url));
    }

    private static boolean isTakenByOthers(String url) {
        // A driver of this name in another class loader would ask this one in turn.
        return DriverManager.drivers()
                .filter(driver -> !driver.getClass().getName().equals(PGliteDriver.class.getName()))
                .anyMatch(driver -> takes(driver, url));
    }

    private static boolean takes(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            // It cannot even read the URL.
            return false;
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) throws SQLException {
        Properties properties = info == null ? new Properties() : info;
        List<DriverPropertyInfo> all = new ArrayList<>(Parameters.ours(properties));
        DriverPropertyInfo[] driversOwn =
                new org.postgresql.Driver().getPropertyInfo("jdbc:postgresql://in-process/", properties);
        all.addAll(Arrays.asList(driversOwn));
        return all.toArray(DriverPropertyInfo[]::new);
    }

    @Override
    public int getMajorVersion() {
        return BuildVersion.current().major();
    }

    @Override
    public int getMinorVersion() {
        return BuildVersion.current().minor();
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("dev.pglitej");
    }
}
