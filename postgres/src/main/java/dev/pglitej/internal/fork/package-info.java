/**
 * The memory from which processes are forked: the image of a booted process, shared memory, and both frozen for copies of a whole cluster.
 */
@NullMarked
package dev.pglitej.internal.fork;

import org.jspecify.annotations.NullMarked;
