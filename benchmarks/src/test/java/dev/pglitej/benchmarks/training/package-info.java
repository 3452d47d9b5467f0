@NullMarked
package dev.pglitej.benchmarks.training;

import org.jspecify.annotations.NullMarked;
