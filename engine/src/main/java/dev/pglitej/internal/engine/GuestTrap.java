package dev.pglitej.internal.engine;

/** A guest has ended by a trap. It can only be closed after that. */
public final class GuestTrap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Trap trap;

    GuestTrap(Trap trap, String message) {
        super(message);
        this.trap = trap;
    }

    public Trap trap() {
        return trap;
    }
}
