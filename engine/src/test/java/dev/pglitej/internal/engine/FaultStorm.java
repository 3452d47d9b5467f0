package dev.pglitej.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Guests that fault in every way, on several threads, while the JVM uses its own faults (implicit null checks, safepoints)
 * and collects garbage. Also a program, for running on other JVMs and with other options.
 */
final class FaultStorm {
    private static final int THREADS = 3;

    private volatile @Nullable String nothing;
    private final List<byte[]> garbage = new ArrayList<>();

    private FaultStorm() {}

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        System.out.println(run(Integer.parseInt(arguments[0])));
    }

    /** How many faults came back as what they should; throws what came back as something else. */
    static int run(int rounds) throws InterruptedException, ExecutionException {
        NativeModule module = Fixtures.module("main");
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) results.add(threads.submit(() -> new FaultStorm().storm(module, rounds)));
            int sum = 0;
            for (Future<Integer> result : results) sum += result.get();
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    private int storm(NativeModule module, int rounds) {
        int caught = 0;
        for (int i = 0; i < rounds; i++) {
            caught += trap(module, "load", Trap.MEMORY_OUT_OF_BOUNDS, 0x10000000L + i);
            caught += nullPointer();
            caught += trap(module, "divide", Trap.INTEGER_DIVIDE_BY_ZERO, i, 0);
            caught += trap(module, "overflow", Trap.STACK_OVERFLOW, i);
            caught += nullPointer();
            if (i % 10 == 0) caught += javaStackOverflow();
            garbage.add(new byte[100_000]);
            if (garbage.size() > 20) garbage.clear();
            if (i % 50 == 0) System.gc();
        }
        return caught;
    }

    private int trap(NativeModule module, String function, Trap expected, long... arguments) {
        HostFunction host = call -> nullPointer() + call.i32(0);
        GuestOptions options = GuestOptions.defaults().withStackBytes(256 << 10);
        try (Guest guest = Guest.create(module, Fixtures.only("host", host), options)) {
            guest.start();
            if (guest.call(guest.function("call_host"), 5, 6) != 7) {
                throw new IllegalStateException("a call in between went wrong");
            }
            guest.call(guest.function(function), arguments);
            throw new IllegalStateException("no trap");
        } catch (GuestTrap trap) {
            if (trap.trap() != expected) throw trap;
            return 1;
        }
    }

    // Compiled, this is a load from address 0 and a signal that HotSpot's handler turns into the exception.
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    private int nullPointer() {
        try {
            return nothing.length() + 100;
        } catch (NullPointerException e) {
            return 1;
        }
    }

    private int javaStackOverflow() {
        try {
            return deeper(1);
        } catch (StackOverflowError e) {
            return 1;
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private int deeper(int n) {
        return deeper(n + 1) + 1;
    }
}
