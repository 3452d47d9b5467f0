@NullMarked
package dev.pglitej.natives.icu;

import org.jspecify.annotations.NullMarked;
