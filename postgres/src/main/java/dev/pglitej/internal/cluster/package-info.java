/** A running cluster: its data directory, its processes, and the postmaster's duties. */
@NullMarked
package dev.pglitej.internal.cluster;

import org.jspecify.annotations.NullMarked;
