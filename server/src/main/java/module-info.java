/** Serves a database over TCP. */
module dev.pglitej.server {
    requires transitive dev.pglitej.postgres;
    requires dev.pglitej.kernel;
    requires dev.pglitej.protocol;
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;

    exports dev.pglitej.server;
}
