@NullMarked
package dev.pglitej.natives.upgrade;

import org.jspecify.annotations.NullMarked;
