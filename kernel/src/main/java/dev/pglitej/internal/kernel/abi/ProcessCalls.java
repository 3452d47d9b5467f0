package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.process.ProcessAborted;
import dev.pglitej.internal.kernel.process.ProcessExit;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** System calls about the process itself: environment, identity, end. Confined to the process's thread. */
final class ProcessCalls {

    private final Process process;
    private final GuestExports.Source exports;
    private boolean exiting;

    ProcessCalls(Process process, GuestExports.Source exports) {
        this.process = process;
        this.exports = exports;
    }

    private List<byte[]> variables() {
        return process.environment().entrySet().stream()
                .map(variable -> (variable.getKey() + "=" + variable.getValue()).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** (number of variables, bytes of their texts with terminating zeros). */
    long environSizes(HostCall call) {
        List<byte[]> variables = variables();
        call.memory().putInt(call.i32(0), variables.size());
        call.memory()
                .putInt(
                        call.i32(1),
                        variables.stream().mapToInt(text -> text.length + 1).sum());
        return 0;
    }

    /** (array of pointers, buffer for the texts). */
    long environ(HostCall call) {
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
    ProcessExit exit(HostCall call) {
        cleanUp(exports.of(call));
        return new ProcessExit(call.i32(0));
    }

    /** What exit() does before the process ends: atexit functions and full buffers. Once, even if one of them exits again. */
    void cleanUp(GuestExports guest) {
        if (exiting) return;
        exiting = true;
        if (guest.has("__funcs_on_exit")) guest.call("__funcs_on_exit");
        if (guest.has("fflush")) guest.call("fflush", 0);
    }

    /** _exit(status). */
    ProcessExit exitNow(HostCall call) {
        return new ProcessExit(call.i32(0));
    }

    ProcessAborted abort() {
        return new ProcessAborted(process + " called abort()");
    }

    /** (condition, file, line, function). */
    ProcessAborted assertFail(HostCall call) {
        GuestMemory memory = call.memory();
        return new ProcessAborted("%s: assertion failed: %s, at %s:%d (%s)"
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
    long callSignalHandler(HostCall call) {
        exports.of(call).callTable(call.i32(0), "i:", call.i32(1));
        return 0;
    }
}
