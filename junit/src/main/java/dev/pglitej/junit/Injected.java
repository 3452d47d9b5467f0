package dev.pglitej.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has the test's database injected into a field of type {@link java.sql.Connection}, {@link javax.sql.DataSource} or
 * {@link dev.pglitej.PGlite}: into a static one before the class's tests, into others before each test. Parameters need no annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Injected {}
