/** What users of pgjdbc may expect, as tests that run wherever there is a database to connect to. */
@NullMarked
package dev.pglitej.jdbc.contract;

import org.jspecify.annotations.NullMarked;
