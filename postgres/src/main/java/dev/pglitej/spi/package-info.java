/**
 * How modules other than pglitej-postgres reach a database: clients that bring their own transport open {@link
 * dev.pglitej.spi.Sessions}, and what implements JDBC is found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.pglitej.spi;

import org.jspecify.annotations.NullMarked;
