/** What a database offers to whoever has clients for it: sessions over a channel of bytes, and cancellation. */
@NullMarked
package dev.pglitej.session;

import org.jspecify.annotations.NullMarked;
