/** The rules of languages, as users use them. */
@NullMarked
package dev.pglitej.icu;

import org.jspecify.annotations.NullMarked;
