/** PostgreSQL's protocol, encoded and decoded. Not for programs: it exports its package to PGliteJ's own modules. */
module dev.pglitej.protocol {
    requires static org.jspecify;

    exports dev.pglitej.internal.protocol to
            dev.pglitej.postgres,
            dev.pglitej.jdbc,
            dev.pglitej.server;
}
