/** PostgreSQL's memory and functions: what the published binary calls by address, and the C structs that the host reads and writes. */
@NullMarked
package dev.pglitej.internal.pg;

import org.jspecify.annotations.NullMarked;
