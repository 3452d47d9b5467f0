@NullMarked
package dev.pglitej.natives;

import org.jspecify.annotations.NullMarked;
