/** JDBC in this process, by PostgreSQL's own driver. */
@SuppressWarnings("requires-automatic") // PostgreSQL's driver
module dev.pglitej.jdbc {
    requires transitive dev.pglitej.postgres;
    requires dev.pglitej.engine;
    requires dev.pglitej.kernel;
    requires dev.pglitej.protocol;
    requires org.postgresql.jdbc;
    requires java.naming; // The driver, whose jar does not declare what it requires.
    requires java.management;
    requires transitive java.logging;
    requires transitive java.sql;
    requires static com.google.errorprone.annotations;
    requires static org.checkerframework.checker.qual;
    requires static org.jspecify;

    exports dev.pglitej.jdbc;
    // The driver makes the socket factory by its name.
    exports dev.pglitej.internal.jdbc.socket to
            org.postgresql.jdbc;

    provides java.sql.Driver with
            dev.pglitej.jdbc.PGliteDriver;
    provides dev.pglitej.spi.JdbcAccess with
            dev.pglitej.internal.jdbc.PgjdbcAccess;
}
