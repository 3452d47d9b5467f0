package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFunction;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.pg.ExitCallbacks;
import dev.pglitej.internal.pg.GuestErrors;
import dev.pglitej.internal.pg.PostgresBuild;
import dev.pglitej.internal.pg.PostgresSymbols;
import dev.pglitej.internal.pg.SocketAddresses;
import dev.pglitej.internal.pg.StartupData;
import java.net.InetSocketAddress;

/**
 * What fork_process and postmaster_child_launch (launch_backend.c) do in a child before its main function, and the call of that.
 * Confined to the child's thread.
 */
final class ChildStart {
    /** sizeof(BackendStartupData), all zeros: a client that may connect (CAC_OK). */
    private static final int STARTUP_DATA_BYTES = 24;
    /** Any number but -1: what is behind it is reached through the callbacks for recv and send. */
    private static final int SOCKET = 9000;

    /** GucContext (guc.h). */
    private static final int PGC_POSTMASTER = 1;
    /** GucSource (guc.h): the command line. */
    private static final int PGC_S_ARGV = 4;

    private final Guest guest;
    private final GuestMemory memory;
    private final PostgresSymbols symbols;
    private final int pid;
    private final int slot;

    ChildStart(Guest guest, PostgresSymbols symbols, int pid, int slot) {
        this.guest = guest;
        this.memory = guest.memory();
        this.symbols = symbols;
        this.pid = pid;
        this.slot = slot;
    }

    void run(BackendKind kind, StartupData startup) {
        becomeChild();
        setInt("MyBackendType", kind.backendType());
        callMain(kind, startup);
    }

    private void becomeChild() {
        setByte("IsUnderPostmaster", 1);
        setByte("IsPostmasterEnvironment", 1);
        guest.setGlobal("host_pid", pid);
        setInt("MyProcPid", pid);
        // Reseeds the random generator too: otherwise all sessions would draw the same numbers.
        call("InitProcessGlobals");
        setInt("MyProcPid", pid);
        new ExitCallbacks(memory, symbols).reset();
        setInt("CurrentMemoryContext", getInt("TopMemoryContext"));
        call("InitStandaloneProcess", GuestErrors.allocate(guest, PostgresBuild.PATH));
        setInt("MyProcPid", pid);
        setInt("MyPMChildSlot", slot);
        // A static of PostgresMain that the split main loop keeps: without it the first ReadyForQuery is never sent.
        setByte("send_ready_for_query", 1);
    }

    private void callMain(BackendKind kind, StartupData startup) {
        GuestFunction main = guest.function(kind.mainFunction());
        if (startup instanceof StartupData.Client client) {
            client.addresses().network().ifPresent(tcp -> setListener(tcp.listener()));
            setInt("MyClientSocket", socketOf(client));
            guest.call(main, zeroed(STARTUP_DATA_BYTES), STARTUP_DATA_BYTES);
        } else if (startup instanceof StartupData.Worker worker) {
            int length = worker.registration().remaining();
            int registration = zeroed(length);
            memory.slice(registration, length).put(worker.registration().slice());
            guest.call(main, registration, length);
        } else {
            guest.call(main, 0, 0);
        }
    }

    /** What a client asks for is where its server listens, which the settings that the cluster has booted with do not know. */
    private void setListener(InetSocketAddress listener) {
        boolean isAnywhere = listener.getAddress().isAnyLocalAddress();
        set("listen_addresses", isAnywhere ? "*" : listener.getAddress().getHostAddress());
        set("port", Integer.toString(listener.getPort()));
        set("unix_socket_directories", "");
    }

    private void set(String setting, String value) {
        int name = GuestErrors.allocate(guest, setting);
        call("SetConfigOption", name, GuestErrors.allocate(guest, value), PGC_POSTMASTER, PGC_S_ARGV);
    }

    private int socketOf(StartupData.Client client) {
        int socket = zeroed(SocketAddresses.CLIENT_SOCKET_BYTES);
        client.addresses().putClient(memory, socket, SOCKET);
        return socket;
    }

    private int zeroed(int bytes) {
        return (int) guest.call(guest.function("palloc0"), bytes);
    }

    private void call(String function, long... arguments) {
        guest.call(guest.function(function), arguments);
    }

    private int getInt(String variable) {
        return memory.getInt(symbols.value(variable));
    }

    private void setInt(String variable, int value) {
        memory.putInt(symbols.value(variable), value);
    }

    private void setByte(String variable, int value) {
        memory.putByte(symbols.value(variable), (byte) value);
    }
}
