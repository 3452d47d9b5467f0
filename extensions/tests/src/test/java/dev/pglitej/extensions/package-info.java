@NullMarked
package dev.pglitej.extensions;

import org.jspecify.annotations.NullMarked;
