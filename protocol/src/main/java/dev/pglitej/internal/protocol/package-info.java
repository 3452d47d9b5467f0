/** PostgreSQL's wire protocol, version 3, as values: messages, startup packets and their framing. No I/O happens here. */
@NullMarked
package dev.pglitej.internal.protocol;

import org.jspecify.annotations.NullMarked;
