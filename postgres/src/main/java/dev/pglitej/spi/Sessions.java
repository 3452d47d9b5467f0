package dev.pglitej.spi;

/** Opens sessions on one database. Thread-safe. */
public interface Sessions {

    /**
     * Makes a session that has not begun to run, and has read nothing from its channel. While the database recovers from a crash, this
     * waits for the recovery.
     *
     * @throws SessionRefusedException if the database takes no session, with the error to send to the client
     */
    Session open(SessionRequest request);

    /**
     * Cancels what the backend with this number and key is doing, if there is one; a wrong key does nothing.
     *
     * @param processId the number of the backend in BackendKeyData
     * @param secretKey the key of BackendKeyData, 4 to 256 bytes
     * @return whether there was a backend of this number, which has got the request
     */
    boolean cancel(int processId, byte[] secretKey);
}
