/** The options for opening a database, and for making a new one. */
@NullMarked
package dev.pglitej.internal.options;

import org.jspecify.annotations.NullMarked;
