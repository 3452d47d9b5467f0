package dev.pglitej.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of the class a PostgreSQL database of its own.
 *
 * <p>Parameters of the test methods, of lifecycle methods and of the constructor may be a {@link java.sql.Connection}, a
 * {@link javax.sql.DataSource}, a {@link dev.pglitej.PGlite}, or a String annotated with {@link JdbcUrl}; fields may as well, with
 * {@link Injected}. Injected connections are closed after the test.
 *
 * <p>What follows is run once for all classes of the JVM that ask for the same: first {@link #init}, then {@link #flyway},
 * {@link #liquibase}, and {@link #scripts}. Tests get copies of the result. What counts is the content of the files, not their names.
 * {@link PGliteExtension} takes other kinds of migrations.
 *
 * <p>The database of a test that fails is saved as {@link dev.pglitej.Snapshot#save} does, as it was right after the test method; the
 * failure says where. JUnit's configuration parameters {@code pglitej.failures.directory} and {@code pglitej.failures.most} change
 * where, which is {@code pglitej-failures} in {@code target} or {@code build} by default, and how many a JVM saves, which is 5.
 *
 * <p>Nested classes and subclasses inherit it; annotated themselves, they have a configuration of their own. It can be used on other
 * annotations.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(PGliteExtension.class)
public @interface PGliteTest {
    /** Extensions that the database has, by their names for CREATE EXTENSION; their artifacts are to be on the class path. */
    String[] extensions() default {};

    /** SQL scripts to run first, for instance for roles and schemas: {@code classpath:NAME}, or files. */
    String[] init() default {};

    /** Flyway's locations: {@code classpath:FOLDER} or {@code filesystem:DIRECTORY}. Needs Flyway on the class path. */
    String[] flyway() default {};

    /** Liquibase's changelog, on the class path. Needs Liquibase on the class path. */
    String liquibase() default "";

    /**
     * SQL scripts to run last, for instance for common data of the tests: {@code classpath:NAME}, or files. They run once, in the database
     * that those of the tests are copied from; see {@link dev.pglitej.PGlite#runScript}.
     */
    String[] scripts() default {};

    /** Settings of postgresql.conf, as {@code work_mem=64MB}. */
    String[] settings() default {};

    /** When tests get a database that is as new. */
    Reset reset() default Reset.PER_METHOD;
}
