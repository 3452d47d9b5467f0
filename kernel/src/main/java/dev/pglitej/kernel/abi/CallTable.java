package dev.pglitej.kernel.abi;

import dev.pglitej.engine.GuestFault;
import dev.pglitej.engine.HostFunction;
import dev.pglitej.kernel.Errno;
import dev.pglitej.kernel.ErrnoException;
import dev.pglitej.kernel.process.Process;
import dev.pglitej.kernel.process.Signals;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The system calls of one process by the names they are imported under, and what becomes of their failures. Confined to the
 * process's thread.
 *
 * <p>An {@link ErrnoException} and a bad pointer become an error number. All else that is thrown passes through the guest up to the
 * process's top and ends it there with its cause ({@link dev.pglitej.kernel.process.Kernel#run}): an exit, a trap, a bug of ours.
 */
final class CallTable {

    private final Process process;
    private final Map<String, HostFunction> calls = new TreeMap<>();

    CallTable(Process process) {
        this.process = process;
    }

    /** Adds a call that answers -errno, as {@code __syscall_…} do. */
    void negative(String name, HostFunction function) {
        add(name, call -> {
            try {
                return function.call(call);
            } catch (ErrnoException e) {
                return -failed(e);
            } catch (GuestFault e) {
                return -Errno.EFAULT.number();
            }
        });
    }

    /** Adds a call that answers errno, as those of WASI do. */
    void positive(String name, HostFunction function) {
        add(name, call -> {
            try {
                return function.call(call);
            } catch (ErrnoException e) {
                return failed(e);
            } catch (GuestFault e) {
                return Errno.EFAULT.number();
            }
        });
    }

    /** Adds a call that has its own way to tell of errors, or none. */
    void plain(String name, HostFunction function) {
        add(name, function);
    }

    private void add(String name, HostFunction function) {
        if (calls.put(name, function) != null) {
            throw new IllegalStateException("two implementations of " + name);
        }
    }

    private int failed(ErrnoException e) {
        if (e.errno() == Errno.EPIPE) {
            process.signals().add(Signals.SIGPIPE);
        }
        return e.errno().number();
    }

    Optional<HostFunction> find(String name) {
        return Optional.ofNullable(calls.get(name));
    }

    Set<String> names() {
        return calls.keySet();
    }
}
