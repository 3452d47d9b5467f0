/** PostgreSQL's processes as guests: the first one, its image, and the backends that are made from it. */
@NullMarked
package dev.pglitej.internal.backend;

import org.jspecify.annotations.NullMarked;
