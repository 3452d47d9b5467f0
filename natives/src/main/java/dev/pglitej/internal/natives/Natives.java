package dev.pglitej.internal.natives;

import dev.pglitej.resources.ResourceModule;

/** Brings this jar into the graph of modules. Nothing makes one. Immutable. */
public final class Natives implements ResourceModule {}
