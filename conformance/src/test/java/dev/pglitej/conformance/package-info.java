/** What a served database does as a whole: many sessions, many databases, great results, crashes. */
@NullMarked
package dev.pglitej.conformance;

import org.jspecify.annotations.NullMarked;
