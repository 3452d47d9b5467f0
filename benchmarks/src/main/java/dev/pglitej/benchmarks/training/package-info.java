/** The workload that a release is trained on: everyday SQL over tables of its own, none of it what the benchmarks measure. */
@NullMarked
package dev.pglitej.benchmarks.training;

import org.jspecify.annotations.NullMarked;
