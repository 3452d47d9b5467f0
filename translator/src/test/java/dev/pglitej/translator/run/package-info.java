/** Runs modules, translated and interpreted, to compare what they do. */
@NullMarked
package dev.pglitej.translator.run;

import org.jspecify.annotations.NullMarked;
