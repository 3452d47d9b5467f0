/** The socket between pgjdbc and a session in the same process, on which the thread that reads runs the session's backend. */
@NullMarked
package dev.pglitej.internal.jdbc.socket;

import org.jspecify.annotations.NullMarked;
