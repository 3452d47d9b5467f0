package dev.pglitej.internal.engine;

import java.util.List;

/**
 * Measures what it costs to go into a guest and back: a program, not a test, since numbers are no verdicts. Prints
 * nanoseconds, each the best of several rounds.
 */
final class SwitchCost {
    private static final int ROUNDS = 7;
    private static final int CALLS = 2_000_000;

    private SwitchCost() {}

    public static void main(String[] arguments) {
        GuestOptions options = GuestOptions.defaults();
        try (Guest guest = Fixtures.guest("main", Fixtures.only("host", call -> call.i32(0)))) {
            GuestFunction add = guest.function("add");
            GuestFunction spin = guest.function("spin_host");
            report("call of a guest function", CALLS, () -> {
                for (int i = 0; i < CALLS; i++) guest.call(add, i, 1);
            });
            report("call of a host function by a guest", CALLS, () -> guest.call(spin, CALLS));
            try (GuestImage image = guest.image(List.of())) {
                report("guest from an image, started and closed", 2000, () -> {
                    for (int i = 0; i < 2000; i++) {
                        try (Guest child = Guest.create(image, Imports.none(), options)) {
                            child.call(add, 1, 2);
                        }
                    }
                });
            }
        }
    }

    private static void report(String what, int times, Runnable work) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("%-45s %8.1f ns%n", what, (double) best / times);
    }
}
