/**
 * Runs translated WebAssembly: guests, their memory, and the calls between them and Java.
 *
 * <p>A {@link dev.pglitej.internal.engine.Guest} runs as a coroutine on a C stack of its own, so no Java frame ever stands on a
 * guest's stack. It knows nothing of PostgreSQL and of system calls.
 */
@NullMarked
package dev.pglitej.internal.engine;

import org.jspecify.annotations.NullMarked;
