/** PostgreSQL in this process: {@link dev.pglitej.PGlite}. */
module dev.pglitej.postgres {
    requires dev.pglitej.engine;
    requires dev.pglitej.kernel;
    requires dev.pglitej.protocol;
    requires transitive java.sql;
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;

    exports dev.pglitej;
    exports dev.pglitej.api;
    exports dev.pglitej.spi;
    exports dev.pglitej.internal.options to
            dev.pglitej.jdbc,
            dev.pglitej.server;

    uses dev.pglitej.spi.JdbcAccess;
}
