/** A PostgreSQL database for each test of JUnit 5. */
@NullMarked
package dev.pglitej.junit;

import org.jspecify.annotations.NullMarked;
