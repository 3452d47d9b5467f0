package dev.pglitej.internal.icu;

import dev.pglitej.resources.ResourceModule;

/** Brings this jar into the graph of modules. Nothing makes one. Immutable. */
public final class Icu implements ResourceModule {}
