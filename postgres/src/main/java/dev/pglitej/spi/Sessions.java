package dev.pglitej.spi;

/** Opens sessions on one database. Safe for use by any number of threads. */
public interface Sessions {

    /**
     * Makes a session that has not begun to run, and has read nothing from its channel.
     *
     * @throws SessionRefusedException when the database takes no session, with the error that the client is to be sent
     */
    Session open(SessionRequest request);

    /**
     * Cancels what the backend with this number and key is doing, if there is one; a wrong key does nothing.
     *
     * @param secretKey the key of BackendKeyData, 4 to 256 bytes
     * @return whether a backend was told
     */
    boolean cancel(int processId, byte[] secretKey);
}
