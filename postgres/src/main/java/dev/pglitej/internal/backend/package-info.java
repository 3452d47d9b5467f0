/** PostgreSQL's processes as guests: the first process, its image, and the backends that are made from the image. */
@NullMarked
package dev.pglitej.internal.backend;

import org.jspecify.annotations.NullMarked;
