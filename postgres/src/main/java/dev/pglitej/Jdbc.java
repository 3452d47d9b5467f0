package dev.pglitej;

import dev.pglitej.internal.kernel.Once;
import dev.pglitej.spi.JdbcAccess;
import java.util.ServiceLoader;

/** Finds the module pglitej-jdbc, once. Thread-safe. */
// RATIONALE: "Why does PGlite have methods of JDBC, when another module implements them?"
final class Jdbc {
    private static final Once<JdbcAccess> ACCESS = new Once<>(Jdbc::find);

    private Jdbc() {}

    /**
     * The service of the module.
     *
     * @throws IllegalStateException if it is not there
     */
    static JdbcAccess access() {
        return ACCESS.get();
    }

    private static JdbcAccess find() {
        ServiceLoader<JdbcAccess> providers = ServiceLoader.load(JdbcAccess.class, JdbcAccess.class.getClassLoader());
        return providers
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this needs the module pglitej-jdbc, which is not on the"
                        + " class path; add the dependency dev.pglitej:pglitej-jdbc, which brings the rest"));
    }
}
