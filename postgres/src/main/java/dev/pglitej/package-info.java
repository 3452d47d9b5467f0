/** PostgreSQL inside the JVM. */
@NullMarked
package dev.pglitej;

import org.jspecify.annotations.NullMarked;
