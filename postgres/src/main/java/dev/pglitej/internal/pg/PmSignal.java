package dev.pglitej.internal.pg;

/** What children ask of their postmaster, by the numbers of PMSignalReason (pmsignal.h); those about standby servers are left out. */
public enum PmSignal {
    START_AUTOVAC_LAUNCHER(4),
    START_AUTOVAC_WORKER(5),
    BACKGROUND_WORKER_CHANGE(6),
    XLOG_IS_SHUTDOWN(9);

    private final int reason;

    PmSignal(int reason) {
        this.reason = reason;
    }

    int reason() {
        return reason;
    }
}
