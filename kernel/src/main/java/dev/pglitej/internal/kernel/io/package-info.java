/** Descriptors and what they refer to: files, pipes, streams of the host; and waiting for them. */
@NullMarked
package dev.pglitej.internal.kernel.io;

import org.jspecify.annotations.NullMarked;
