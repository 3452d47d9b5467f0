package dev.pglitej.internal.pg;

/** BackendStartupData (tcop/backend_startup.h): all zeros are a client that may connect (CAC_OK). */
public final class BackendStartupData {
    public static final int BYTES = 24;

    private BackendStartupData() {}
}
