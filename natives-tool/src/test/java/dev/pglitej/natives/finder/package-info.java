@NullMarked
package dev.pglitej.natives.finder;

import org.jspecify.annotations.NullMarked;
