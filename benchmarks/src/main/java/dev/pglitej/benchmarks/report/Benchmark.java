package dev.pglitej.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The commands whose results a report has, in its order. */
enum Benchmark {
    COMPARE("Statements, over loopback TCP", "benchmarks/compare"),
    JDBC("JDBC in process", "benchmarks/jdbc"),
    INSTANT("New databases, forks and snapshots", "benchmarks/instant"),
    SWITCHING("A suite of 100 tests, with the JVM's start", "benchmarks/switching"),
    JUNIT("A database for each of 1,000 tests", "benchmarks/junit"),
    SESSIONS("Sessions and pgbench", "benchmarks/sessions"),
    DIRECTORIES("Databases in directories", "benchmarks/directories"),
    MEMORY("Memory of a JVM with a database", "benchmarks/memory");

    private final String title;
    private final String command;

    Benchmark(String title, String command) {
        this.title = title;
        this.command = command;
    }

    String title() {
        return title;
    }

    /** Below the project's directory. */
    String command() {
        return command;
    }

    /** As users name it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String labels() {
        return Arrays.stream(values()).map(Benchmark::label).collect(Collectors.joining(", "));
    }
}
