/** Clients that speak the wire protocol wrongly, at random but repeatably. */
@NullMarked
package dev.pglitej.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
