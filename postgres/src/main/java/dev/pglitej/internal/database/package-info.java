/** Open databases, and the code that opens them. */
@NullMarked
package dev.pglitej.internal.database;

import org.jspecify.annotations.NullMarked;
