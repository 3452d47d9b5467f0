/** What pglitej-jdbc provides for pglitej-postgres. */
@NullMarked
package dev.pglitej.internal.jdbc;

import org.jspecify.annotations.NullMarked;
