/** Databases for tests of JUnit 5 and 6. */
@SuppressWarnings("requires-automatic") // Liquibase
module dev.pglitej.junit {
    requires transitive dev.pglitej.postgres;
    requires dev.pglitej.jdbc;
    requires java.logging;
    requires transitive org.junit.jupiter.api;
    requires static com.google.errorprone.annotations;
    requires static liquibase.core;
    requires static org.checkerframework.checker.qual;
    requires static org.jspecify;

    exports dev.pglitej.junit;
}
