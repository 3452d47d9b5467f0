@NullMarked
package dev.pglitej.natives.compile;

import org.jspecify.annotations.NullMarked;
