/** PostgreSQL's installed files and its extensions, from the artifacts on the class path. */
@NullMarked
package dev.pglitej.internal.install;

import org.jspecify.annotations.NullMarked;
