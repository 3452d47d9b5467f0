package dev.pglitej.internal.backend;

import dev.pglitej.internal.kernel.time.Clock;
import dev.pglitej.internal.kernel.time.Timers;
import dev.pglitej.internal.pg.Signal;
import dev.pglitej.internal.pg.WalSegment;

/** The postmaster of a first process, which has neither siblings nor a parent. */
record BootPostmaster(Processor processor, Clock clock, Timers timers) implements Postmaster {

    @Override
    public boolean kill(int pid, Signal signal) {
        return false;
    }

    @Override
    public long patience() {
        return Long.MAX_VALUE;
    }

    @Override
    public void stuck(String how) {}

    @Override
    public boolean waitsInVain(int pid) {
        return false;
    }

    @Override
    public void needCheckpointer() {}

    @Override
    public void needWalWriter() {}

    @Override
    public void clientRuns() {}

    @Override
    public void walOpened(WalSegment segment) {}

    @Override
    public void signalled(Signal signal, int senderPid) {}
}
