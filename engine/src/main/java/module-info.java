/**
 * Runs translated WebAssembly as coroutines of this JVM. Not for programs: it exports its packages to PGliteJ's own modules.
 *
 * <p>It loads the native libraries: {@code --enable-native-access} names this module.
 */
module dev.pglitej.engine {
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;

    exports dev.pglitej.internal.engine to
            dev.pglitej.kernel,
            dev.pglitej.postgres,
            dev.pglitej.jdbc;
    exports dev.pglitej.internal.engine.link to
            dev.pglitej.kernel;
    exports dev.pglitej.internal.engine.nativelib to
            dev.pglitej.kernel,
            dev.pglitej.postgres;
    exports dev.pglitej.resources;

    uses dev.pglitej.resources.ResourceModule;
}
