package dev.pglitej.examples.sql;

/** A row of the table person. */
public record Person(int id, String name) {}
