package dev.pglitej.translator.lower;

import java.util.List;

/** A function as statements. Locals that are never mentioned are left out; the others start as zero. */
public record LoweredFunction(List<Variable> parameters, List<Variable> locals, List<Statement> statements) {}
