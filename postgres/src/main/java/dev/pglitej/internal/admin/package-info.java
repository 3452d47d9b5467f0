/** What a database does to itself through sessions of its own, on the thread of whoever asks for it. */
@NullMarked
package dev.pglitej.internal.admin;

import org.jspecify.annotations.NullMarked;
