package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestFunction;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.pg.BackendStartupData;
import dev.pglitej.internal.pg.ClientSocket;
import dev.pglitej.internal.pg.ExitCallbacks;
import dev.pglitej.internal.pg.GucContext;
import dev.pglitej.internal.pg.GuestErrors;
import dev.pglitej.internal.pg.PgFunction;
import dev.pglitej.internal.pg.PgGlobals;
import dev.pglitej.internal.pg.PgVariable;
import dev.pglitej.internal.pg.PgVariables;
import dev.pglitej.internal.pg.PostgresBuild;
import dev.pglitej.internal.pg.StartupData;
import java.net.InetSocketAddress;

/**
 * Does what fork_process and postmaster_child_launch (launch_backend.c) do in a child, and then calls its main function. Confined to the
 * child's thread.
 */
final class ChildStart {
    /** Any number but -1. The callbacks for recv and send do the transfers. */
    private static final int SOCKET = 9000;

    private final Guest guest;
    private final GuestMemory memory;
    private final PgVariables variables;
    private final PgGlobals globals;
    private final int pid;
    private final int slot;

    ChildStart(Guest guest, PgVariables variables, int pid, int slot) {
        this.guest = guest;
        this.memory = guest.memory();
        this.variables = variables;
        this.globals = new PgGlobals(guest.memory(), variables);
        this.pid = pid;
        this.slot = slot;
    }

    void run(BackendKind kind, StartupData startup) {
        becomeChild();
        globals.put(PgVariable.MY_BACKEND_TYPE, kind.backendType());
        callMain(kind, startup);
    }

    private void becomeChild() {
        globals.put(PgVariable.IS_UNDER_POSTMASTER, true);
        globals.put(PgVariable.IS_POSTMASTER_ENVIRONMENT, true);
        guest.setGlobal("host_pid", pid);
        globals.put(PgVariable.MY_PROC_PID, pid);
        // Reseeds the random generator too: otherwise all sessions would draw the same numbers.
        PgFunction.INIT_PROCESS_GLOBALS.call(guest);
        globals.put(PgVariable.MY_PROC_PID, pid);
        new ExitCallbacks(memory, variables).reset();
        globals.put(PgVariable.CURRENT_MEMORY_CONTEXT, globals.get(PgVariable.TOP_MEMORY_CONTEXT));
        PgFunction.INIT_STANDALONE_PROCESS.call(guest, GuestErrors.allocate(guest, PostgresBuild.PATH));
        globals.put(PgVariable.MY_PROC_PID, pid);
        globals.put(PgVariable.MY_PM_CHILD_SLOT, slot);
        // A static of PostgresMain that the split main loop keeps: without it the first ReadyForQuery is never sent.
        globals.put(PgVariable.SEND_READY_FOR_QUERY, true);
    }

    private void callMain(BackendKind kind, StartupData startup) {
        GuestFunction main = kind.mainFunction().of(guest);
        if (startup instanceof StartupData.Client client) {
            client.addresses().network().ifPresent(tcp -> setListener(tcp.listener()));
            globals.put(PgVariable.MY_CLIENT_SOCKET, socketOf(client));
            guest.call(main, zeroed(BackendStartupData.BYTES), BackendStartupData.BYTES);
        } else if (startup instanceof StartupData.Worker worker) {
            int length = worker.registration().remaining();
            int registration = zeroed(length);
            memory.slice(registration, length).put(worker.registration().slice());
            guest.call(main, registration, length);
        } else {
            guest.call(main, 0, 0);
        }
    }

    /**
     * The settings with which the cluster has booted do not know where this server listens. RATIONALE: "How does a session know where its
     * server listens?"
     */
    private void setListener(InetSocketAddress listener) {
        boolean isAnywhere = listener.getAddress().isAnyLocalAddress();
        set("listen_addresses", isAnywhere ? "*" : listener.getAddress().getHostAddress());
        set("port", Integer.toString(listener.getPort()));
        set("unix_socket_directories", "");
    }

    private void set(String setting, String value) {
        GucContext.POSTMASTER.set(guest, setting, value);
    }

    private int socketOf(StartupData.Client client) {
        int socket = zeroed(ClientSocket.BYTES);
        ClientSocket.put(memory, socket, SOCKET, client.addresses());
        return socket;
    }

    private int zeroed(int bytes) {
        return (int) PgFunction.PALLOC0.call(guest, bytes);
    }
}
