package dev.pglitej.kernel.abi;

import dev.pglitej.engine.GuestMemory;
import dev.pglitej.engine.HostCall;
import dev.pglitej.kernel.process.Process;
import dev.pglitej.kernel.process.ProcessAborted;
import dev.pglitej.kernel.process.ProcessExit;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The process about itself: environment, identity, end. Confined to the process's thread. */
final class ProcessCalls {

    private final Process process;
    private final GuestExports.Source exports;
    private boolean exiting;

    private ProcessCalls(Process process, GuestExports.Source exports) {
        this.process = process;
        this.exports = exports;
    }

    static ProcessCalls addTo(CallTable table, Process process, GuestExports.Source exports) {
        ProcessCalls calls = new ProcessCalls(process, exports);
        table.positive("environ_sizes_get", calls::environSizes);
        table.positive("environ_get", calls::environ);
        // One user, who may do anything, so that the numbers agree with what stat tells of files' owners.
        for (String name : List.of("getuid32", "geteuid32", "getgid32", "getegid32")) {
            table.negative("__syscall_" + name, call -> 0);
        }
        table.plain("exit", calls::exit);
        table.plain("proc_exit", calls::exitNow);
        table.plain("_abort_js", calls::abort);
        table.plain("__assert_fail", calls::assertFail);
        table.plain("__call_sighandler", calls::callSignalHandler);
        return calls;
    }

    private List<byte[]> variables() {
        return process.environment().entrySet().stream()
                .map(variable -> (variable.getKey() + "=" + variable.getValue()).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** (number of variables, bytes of their texts with terminating zeros). */
    private long environSizes(HostCall call) {
        List<byte[]> variables = variables();
        call.memory().putInt(call.i32(0), variables.size());
        call.memory()
                .putInt(
                        call.i32(1),
                        variables.stream().mapToInt(text -> text.length + 1).sum());
        return 0;
    }

    /** (array of pointers, buffer for the texts). */
    private long environ(HostCall call) {
        GuestMemory memory = call.memory();
        int pointer = call.i32(0);
        int text = call.i32(1);
        for (byte[] variable : variables()) {
            memory.putInt(pointer, text);
            memory.put(text, variable, 0, variable.length);
            memory.putByte(text + variable.length, (byte) 0);
            pointer += Integer.BYTES;
            text += variable.length + 1;
        }
        return 0;
    }

    /** exit(status). */
    private long exit(HostCall call) {
        cleanUp(exports.of(call));
        throw new ProcessExit(call.i32(0));
    }

    /** What exit() does before the process ends: atexit functions and full buffers. Once, even if one of them exits again. */
    void cleanUp(GuestExports guest) {
        if (exiting) {
            return;
        }
        exiting = true;
        if (guest.has("__funcs_on_exit")) {
            guest.call("__funcs_on_exit");
        }
        if (guest.has("fflush")) {
            guest.call("fflush", 0);
        }
    }

    /** _exit(status). */
    private long exitNow(HostCall call) {
        throw new ProcessExit(call.i32(0));
    }

    private long abort(HostCall call) {
        throw new ProcessAborted(process + " called abort()");
    }

    /** (condition, file, line, function). */
    private long assertFail(HostCall call) {
        GuestMemory memory = call.memory();
        throw new ProcessAborted("%s: assertion failed: %s, at %s:%d (%s)"
                .formatted(
                        process,
                        textOr(memory, call.i32(0), "?"),
                        textOr(memory, call.i32(1), "unknown file"),
                        call.i32(2),
                        textOr(memory, call.i32(3), "unknown function")));
    }

    private static String textOr(GuestMemory memory, int address, String absent) {
        return address == 0 ? absent : memory.cString(address);
    }

    /** (function, signal). */
    private long callSignalHandler(HostCall call) {
        exports.of(call).callTable(call.i32(0), "i:", call.i32(1));
        return 0;
    }
}
