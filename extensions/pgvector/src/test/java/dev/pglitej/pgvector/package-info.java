@NullMarked
package dev.pglitej.pgvector;

import org.jspecify.annotations.NullMarked;
