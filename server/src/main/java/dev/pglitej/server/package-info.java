/** Serves a database to clients over TCP, and the command line that does so. Backends speak the protocol; this moves their bytes. */
@NullMarked
package dev.pglitej.server;

import org.jspecify.annotations.NullMarked;
