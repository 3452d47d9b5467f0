@NullMarked
package dev.pglitej.natives.supplement;

import org.jspecify.annotations.NullMarked;
