/** Work of a database through sessions of its own, on the calling thread: initial SQL, backups. */
@NullMarked
package dev.pglitej.internal.admin;

import org.jspecify.annotations.NullMarked;
