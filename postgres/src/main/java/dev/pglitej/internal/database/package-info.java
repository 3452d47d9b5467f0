/** Open databases, and what opens them. */
@NullMarked
package dev.pglitej.internal.database;

import org.jspecify.annotations.NullMarked;
