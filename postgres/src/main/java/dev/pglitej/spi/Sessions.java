package dev.pglitej.spi;

/** Opens sessions on one database. Thread-safe. */
public interface Sessions {

    /**
     * Opens a session. It does not run yet, and has read nothing from its channel. While the database recovers from a crash, this waits for
     * the recovery, up to a minute.
     *
     * @throws SessionRefusedException if the database refuses the session, for instance because it is closed, or because threads or
     *     mappings have run out; it has the error to send to the client
     */
    Session open(SessionRequest request);

    /**
     * Cancels the running statement of the backend with this number, if the key is right, as a cancel request of the protocol does.
     *
     * @param processId the process number that the backend has sent in BackendKeyData
     * @param secretKey the key that it has sent there, 4 to 256 bytes
     * @return whether there is a backend with this number; it may have ignored the request because of a wrong key
     */
    boolean cancel(int processId, byte[] secretKey);
}
