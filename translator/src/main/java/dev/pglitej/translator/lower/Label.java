package dev.pglitej.translator.lower;

/** A place in a lowered function that branches go to. */
public record Label(String name) {}
