/** What {@link dev.pglitej.PGlite} takes, returns and throws. */
@NullMarked
package dev.pglitej.api;

import org.jspecify.annotations.NullMarked;
