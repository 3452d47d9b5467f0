package dev.pglitej.internal.pgvector;

import dev.pglitej.internal.engine.nativelib.ResourceModule;

/** Brings this jar into the graph of modules. Nothing makes one. Immutable. */
public final class Pgvector implements ResourceModule {}
