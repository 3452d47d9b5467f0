/** Initial SQL and backups: work that a database does through sessions of its own, on the calling thread. */
@NullMarked
package dev.pglitej.internal.admin;

import org.jspecify.annotations.NullMarked;
