/** Snapshots of databases: taken, saved, loaded. */
@NullMarked
package dev.pglitej.internal.snapshot;

import org.jspecify.annotations.NullMarked;
