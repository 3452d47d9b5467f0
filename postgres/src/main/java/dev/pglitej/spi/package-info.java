/**
 * For modules that give clients access to a database: {@link dev.pglitej.spi.Sessions} opens sessions for clients over any transport, and
 * {@link dev.pglitej.spi.JdbcAccess} is the service that implements JDBC.
 */
@NullMarked
package dev.pglitej.spi;

import org.jspecify.annotations.NullMarked;
