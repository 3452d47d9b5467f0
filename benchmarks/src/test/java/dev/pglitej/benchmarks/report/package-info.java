/** Tests of what the benchmarks compute and print; none of them measures. */
@NullMarked
package dev.pglitej.benchmarks.report;

import org.jspecify.annotations.NullMarked;
