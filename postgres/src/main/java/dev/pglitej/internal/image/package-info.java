/** Makes the clean database that the build ships. It is not in the published jar. */
@NullMarked
package dev.pglitej.internal.image;

import org.jspecify.annotations.NullMarked;
