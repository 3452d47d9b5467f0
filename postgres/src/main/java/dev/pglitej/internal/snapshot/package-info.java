/** What a database was at one moment: taken, saved, loaded. */
@NullMarked
package dev.pglitej.internal.snapshot;

import org.jspecify.annotations.NullMarked;
