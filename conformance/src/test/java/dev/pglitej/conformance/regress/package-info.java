/** PostgreSQL's own regression tests, on native PostgreSQL and on a served database. */
@NullMarked
package dev.pglitej.conformance.regress;

import org.jspecify.annotations.NullMarked;
