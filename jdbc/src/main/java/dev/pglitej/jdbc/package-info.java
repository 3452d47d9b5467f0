/** The JDBC driver and the data sources of databases in this process. */
@NullMarked
package dev.pglitej.jdbc;

import org.jspecify.annotations.NullMarked;
