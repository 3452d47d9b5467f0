package dev.pglitej.internal.kernel.io;

/** The bits of poll(2), with the guest's numbers. */
public final class PollEvents {

    public static final int IN = 0x1;
    public static final int OUT = 0x4;
    public static final int ERROR = 0x8;
    public static final int HANGUP = 0x10;
    public static final int INVALID = 0x20;
    /** POLLRDNORM, which means the same as {@link #IN}. */
    public static final int READ_NORMAL = 0x40;
    /** POLLWRNORM, which means the same as {@link #OUT}. */
    public static final int WRITE_NORMAL = 0x100;

    /** What is reported whether it was asked for or not. */
    static final int ALWAYS = ERROR | HANGUP | INVALID;

    private PollEvents() {}

    /** What to report of {@code ready} to someone who asked for {@code wanted}. */
    static int report(int ready, int wanted) {
        int all = ready;
        if ((ready & IN) != 0) all |= READ_NORMAL;
        if ((ready & OUT) != 0) all |= WRITE_NORMAL;
        return all & (wanted | ALWAYS);
    }
}
