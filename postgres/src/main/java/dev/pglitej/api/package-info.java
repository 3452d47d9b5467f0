/** The types that methods of {@link dev.pglitej.PGlite} take, return and throw. */
@NullMarked
package dev.pglitej.api;

import org.jspecify.annotations.NullMarked;
