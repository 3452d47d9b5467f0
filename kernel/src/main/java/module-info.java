/** The system calls of the guests. Not for programs: it exports its packages to PGliteJ's own modules. */
module dev.pglitej.kernel {
    requires transitive dev.pglitej.engine;
    requires java.management;
    requires jdk.management;
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;

    exports dev.pglitej.internal.kernel to
            dev.pglitej.postgres,
            dev.pglitej.jdbc;
    exports dev.pglitej.internal.kernel.abi to
            dev.pglitej.postgres;
    exports dev.pglitej.internal.kernel.io to
            dev.pglitej.postgres;
    exports dev.pglitej.internal.kernel.process to
            dev.pglitej.postgres;
    exports dev.pglitej.internal.kernel.time to
            dev.pglitej.postgres,
            dev.pglitej.jdbc,
            dev.pglitej.server;
    exports dev.pglitej.internal.kernel.vfs to
            dev.pglitej.postgres;
    exports dev.pglitej.internal.kernel.vfs.fixed to
            dev.pglitej.postgres;
    exports dev.pglitej.internal.kernel.vfs.host to
            dev.pglitej.postgres;
    exports dev.pglitej.internal.kernel.vfs.image to
            dev.pglitej.postgres;
    exports dev.pglitej.internal.kernel.vfs.memory to
            dev.pglitej.postgres;
}
