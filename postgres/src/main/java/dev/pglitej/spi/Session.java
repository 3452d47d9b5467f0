package dev.pglitej.spi;

/** One client's session with a backend of its own. Confined to one thread, except {@link #terminate}. */
public interface Session {

    /**
     * Runs the backend on the calling thread until the session ends: by the client's wish, its disappearance, a fatal
     * error or {@link #terminate}. All of these return normally; what is thrown is a failure of ours.
     */
    void run();

    /**
     * Asks the session to end soon with PostgreSQL's own error 57P01, from any thread and any number of times. Called
     * before {@link #run}, it makes that return at once. It does not wait.
     */
    void terminate();
}
