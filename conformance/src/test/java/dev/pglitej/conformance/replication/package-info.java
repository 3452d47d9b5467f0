/** Logical replication: what a served database publishes, beside native PostgreSQL. */
@NullMarked
package dev.pglitej.conformance.replication;

import org.jspecify.annotations.NullMarked;
