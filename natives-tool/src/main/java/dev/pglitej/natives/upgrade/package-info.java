/** The command that moves this project to another PGlite: pins, the published files behind them, and the report of what changed. */
@NullMarked
package dev.pglitej.natives.upgrade;

import org.jspecify.annotations.NullMarked;
