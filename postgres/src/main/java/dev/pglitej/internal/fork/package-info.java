/** What processes are forked from: the image of one that has booted, shared memory, and both frozen for copies of a whole cluster. */
@NullMarked
package dev.pglitej.internal.fork;

import org.jspecify.annotations.NullMarked;
