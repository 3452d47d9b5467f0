/** The data of ICU: found in ICU4J's jar, which has them in big-endian byte order, and written in WebAssembly's. */
@NullMarked
package dev.pglitej.natives.icu;

import org.jspecify.annotations.NullMarked;
