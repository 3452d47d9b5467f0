/**
 * What concurrent sessions see of each other, told as scenarios: sessions with named steps, orders in which the steps are taken, and
 * what each of them answers, or that it waits.
 */
@NullMarked
package dev.pglitej.conformance.isolation;

import org.jspecify.annotations.NullMarked;
