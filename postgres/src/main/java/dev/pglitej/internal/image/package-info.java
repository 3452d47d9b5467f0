/** Makes the clean database that the build ships. No part of the published jar. */
@NullMarked
package dev.pglitej.internal.image;

import org.jspecify.annotations.NullMarked;
