package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.process.Process;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A C program's main(), run in a guest. Confined to the guest's thread. */
public final class GuestMain {

    private GuestMain() {}

    /** Runs the constructors of a guest that has been started, as must be done before anything else in it is called. */
    public static void construct(Guest guest) {
        guest.call(guest.function("__wasm_call_ctors"));
    }

    /**
     * Runs main() with the process's arguments.
     *
     * @return what main returned; an exit() comes as {@link dev.pglitej.internal.kernel.process.ProcessExit}
     */
    public static int run(Guest guest, Process process, ProcessAbi abi) {
        List<String> arguments = process.arguments();
        int array = allocate(guest, (arguments.size() + 1) * Integer.BYTES);
        GuestMemory memory = guest.memory();
        for (int i = 0; i < arguments.size(); i++) {
            byte[] text = arguments.get(i).getBytes(StandardCharsets.UTF_8);
            int address = allocate(guest, text.length + 1);
            memory.put(address, text, 0, text.length);
            memory.putByte(address + text.length, (byte) 0);
            memory.putInt(array + i * Integer.BYTES, address);
        }
        memory.putInt(array + arguments.size() * Integer.BYTES, 0);
        int status = (int) guest.call(guest.function("__main_argc_argv"), arguments.size(), array);
        abi.returned(guest);
        return status;
    }

    private static int allocate(Guest guest, int bytes) {
        int address = (int) guest.call(guest.function("malloc"), bytes);
        if (address == 0) throw Errno.ENOMEM.failure();
        return address;
    }
}
