/** A client that speaks the wire protocol and nothing more. */
@NullMarked
package dev.pglitej.conformance.wire;

import org.jspecify.annotations.NullMarked;
