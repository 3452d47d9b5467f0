/** PostgreSQL's installed files and its extensions, as artifacts have them. */
@NullMarked
package dev.pglitej.internal.install;

import org.jspecify.annotations.NullMarked;
