package dev.pglitej.internal.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the lock that protects a field or that a method's caller holds. For readers: no tool checks it. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface GuardedBy {

    /** The lock, as an expression of the annotated class: {@code "lock"}, {@code "this"}, {@code "fileSystem.lock"}. */
    String value();
}
