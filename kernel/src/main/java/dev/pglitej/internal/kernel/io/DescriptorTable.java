package dev.pglitej.internal.kernel.io;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.FirstFailure;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The descriptors of one process. Confined to the thread that runs the process; the descriptions may be shared with others. */
public final class DescriptorTable implements AutoCloseable {

    /** How many a process may have open (RLIMIT_NOFILE). */
    public static final int DEFAULT_LIMIT = 1024;

    private static final int FIRST_CAPACITY = 16;

    private final int limit;
    private @Nullable Description[] descriptions;
    private final BitSet closeOnExec = new BitSet();

    public DescriptorTable() {
        this(DEFAULT_LIMIT);
    }

    public DescriptorTable(int limit) {
        this.limit = limit;
        this.descriptions = new @Nullable Description[Math.min(FIRST_CAPACITY, limit)];
    }

    /** What {@code descriptor} refers to; EBADF if it is not open. */
    public Description get(int descriptor) {
        Description found = find(descriptor);
        if (found == null) throw Errno.EBADF.failure();
        return found;
    }

    /** What {@code descriptor} refers to, or null if it is not open. */
    public @Nullable Description find(int descriptor) {
        return descriptor >= 0 && descriptor < descriptions.length ? descriptions[descriptor] : null;
    }

    /** Gives {@code description}, whose one reference this table takes over, the lowest free number; releases it on EMFILE. */
    public int open(Description description, boolean closedOnExec) {
        return put(description, 0, closedOnExec);
    }

    private int put(Description description, int from, boolean closedOnExec) {
        int descriptor = lowestFree(from);
        if (descriptor >= limit) {
            description.release();
            throw Errno.EMFILE.failure();
        }
        set(descriptor, description, closedOnExec);
        return descriptor;
    }

    private int lowestFree(int from) {
        int descriptor = from;
        while (find(descriptor) != null) descriptor++;
        return descriptor;
    }

    private void set(int descriptor, Description description, boolean closedOnExec) {
        if (descriptor >= descriptions.length) {
            int capacity = Math.min(limit, Math.max(descriptor + 1, descriptions.length * 2));
            descriptions = Arrays.copyOf(descriptions, capacity);
        }
        descriptions[descriptor] = description;
        closeOnExec.set(descriptor, closedOnExec);
    }

    /** dup, F_DUPFD, F_DUPFD_CLOEXEC: the lowest free number from {@code from} on; EINVAL if that is out of range. */
    public int duplicate(int descriptor, int from, boolean closedOnExec) {
        Description description = get(descriptor);
        if (from < 0 || from >= limit) throw Errno.EINVAL.failure();
        return put(description.retain(), from, closedOnExec);
    }

    /** dup3: {@code target}, closed first if it is open, becomes another descriptor of the same; EINVAL if both are one. */
    public int duplicateTo(int descriptor, int target, boolean closedOnExec) {
        Description description = get(descriptor);
        if (descriptor == target) throw Errno.EINVAL.failure();
        if (target < 0 || target >= limit) throw Errno.EBADF.failure();
        Description replaced = find(target);
        set(target, description.retain(), closedOnExec);
        if (replaced != null) replaced.release();
        return target;
    }

    public void close(int descriptor) {
        Description description = get(descriptor);
        descriptions[descriptor] = null;
        closeOnExec.clear(descriptor);
        description.release();
    }

    public boolean isClosedOnExec(int descriptor) {
        get(descriptor);
        return closeOnExec.get(descriptor);
    }

    public void setClosedOnExec(int descriptor, boolean closedOnExec) {
        get(descriptor);
        closeOnExec.set(descriptor, closedOnExec);
    }

    /** The table of a program that this process starts: all but what is closed on exec, shared. */
    public DescriptorTable inherit() {
        DescriptorTable child = new DescriptorTable(limit);
        for (int i = 0; i < descriptions.length; i++) {
            Description description = descriptions[i];
            if (description != null && !closeOnExec.get(i)) child.set(i, description.retain(), false);
        }
        return child;
    }

    /** Puts {@code description}, whose one reference this table takes over, at {@code descriptor}, in place of what is there. */
    public void replace(int descriptor, Description description) {
        if (descriptor < 0 || descriptor >= limit) {
            description.release();
            throw Errno.EBADF.failure();
        }
        Description replaced = find(descriptor);
        set(descriptor, description, false);
        if (replaced != null) replaced.release();
    }

    /** Closes all, the highest number first; what one of them throws is thrown after all are closed. */
    @Override
    public void close() {
        FirstFailure failure = new FirstFailure();
        for (int i = descriptions.length - 1; i >= 0; i--) {
            int descriptor = i;
            if (find(i) != null) failure.in(() -> close(descriptor));
        }
        failure.rethrow();
    }
}
