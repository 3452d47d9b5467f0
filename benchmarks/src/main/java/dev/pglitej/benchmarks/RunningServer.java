package dev.pglitej.benchmarks;

/** A server that someone else started, and ends. */
record RunningServer(Address address) implements Contender {
    @Override
    public void close() {}
}
