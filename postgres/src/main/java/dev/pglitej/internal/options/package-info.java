/** How a database is to be opened, and what a new one begins with. */
@NullMarked
package dev.pglitej.internal.options;

import org.jspecify.annotations.NullMarked;
