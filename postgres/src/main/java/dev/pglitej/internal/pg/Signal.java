package dev.pglitej.internal.pg;

/** The signals that PostgreSQL's processes send each other, by the numbers of the guest's C library (musl's). */
public enum Signal {
    SIGHUP(1),
    SIGINT(2),
    SIGQUIT(3),
    SIGABRT(6),
    SIGUSR1(10),
    SIGUSR2(12),
    SIGALRM(14),
    SIGTERM(15),
    SIGURG(23);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The signal of a number; SIGABRT for one that PostgreSQL does not use. */
    public static Signal of(int number) {
        for (Signal signal : values()) {
            if (signal.number == number) return signal;
        }
        return SIGABRT;
    }
}
