@NullMarked
package dev.pglitej.natives.artifact;

import org.jspecify.annotations.NullMarked;
