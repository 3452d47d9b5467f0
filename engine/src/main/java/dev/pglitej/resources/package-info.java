/** For jars with resources of PGliteJ: extensions and native libraries. */
@NullMarked
package dev.pglitej.resources;

import org.jspecify.annotations.NullMarked;
