/** Data directories on disk and in memory: checked, made, locked. */
@NullMarked
package dev.pglitej.internal.datadir;

import org.jspecify.annotations.NullMarked;
