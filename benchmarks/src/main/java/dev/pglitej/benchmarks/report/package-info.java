/** Side-by-side runs against native PostgreSQL. Each command prints tab-separated lines on stdout and its chatter on stderr. */
@NullMarked
package dev.pglitej.benchmarks.report;

import org.jspecify.annotations.NullMarked;
