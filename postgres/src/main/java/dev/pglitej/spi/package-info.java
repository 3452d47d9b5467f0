/** What other modules provide for this one, found by {@link java.util.ServiceLoader}. */
@NullMarked
package dev.pglitej.spi;

import org.jspecify.annotations.NullMarked;
