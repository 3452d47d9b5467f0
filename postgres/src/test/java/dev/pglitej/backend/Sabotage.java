package dev.pglitej.backend;

/** Ways to make a process fail as only a bug could. */
public final class Sabotage {
    /** Beyond the memory that any guest has, so that the processor itself refuses the access. */
    private static final int NOWHERE = 0xffff0000;

    private Sabotage() {}

    /** Lets a pointer of the process point nowhere; it traps when it uses that, at its next transaction at the latest. */
    public static void breakPointer(Backend process) {
        int pointer = PostgresBuild.load().symbols().value("MyProc");
        process.guest().poke(pointer, NOWHERE);
    }
}
