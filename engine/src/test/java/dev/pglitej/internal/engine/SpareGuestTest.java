package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpareGuestTest {
    private static final GuestOptions OPTIONS = GuestOptions.defaults();
    private static final int PAGE = 4096;

    private static long call(Guest guest, String function, long... arguments) {
        return guest.call(guest.function(function), arguments);
    }

    private static SpareGuest retired(Guest guest) {
        Optional<SpareGuest> spare = guest.retire();
        assertThat(spare).isPresent();
        return spare.get();
    }

    private static byte[] memoryOf(Guest guest) {
        byte[] bytes = new byte[(int) guest.memory().size()];
        guest.memory().get(0, bytes, 0, bytes.length);
        return bytes;
    }

    @Test
    void whatStartsFromASpareGuestIsWhatTheImageSays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            call(guest, "grow", 13);
            for (int i = 0; i < 200; i++) guest.memory().putInt(random.nextInt(15 * 65536 / 4) * 4, random.nextInt());
            try (GuestImage image = guest.image(List.of());
                    Guest untouched = Guest.create(image, Imports.none(), OPTIONS)) {
                byte[] expected = memoryOf(untouched);
                SpareGuest spare = retired(Guest.create(image, Imports.none(), OPTIONS));
                for (int round = 0; round < 10; round++) {
                    Guest again = spare.start(Imports.none());
                    assertThat(memoryOf(again)).as("seed %d", seed).isEqualTo(expected);
                    for (int i = 0; i < 100; i++) {
                        again.memory().putInt(random.nextInt(expected.length / 4) * 4, random.nextInt());
                    }
                    spare = retired(again);
                }
                spare.close();
            }
        }
    }

    @Test
    void globalsTableAndSizeAreTheImagesAgain() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            int index = guest.addHostFunction("i:i", call -> 1);
            try (GuestImage image = guest.image(List.of())) {
                Guest first = Guest.create(image, Imports.none(), OPTIONS);
                first.setGlobal("__stack_pointer", 3000);
                first.addHostFunction("i:i", call -> 2);
                call(first, "grow", 5);
                call(first, "store", 6 * 65536, 9);

                try (Guest second = retired(first).start(Imports.none())) {
                    assertThat(second.global("__stack_pointer")).isEqualTo(4096);
                    assertThat(second.tableSize()).isEqualTo(index + 1);
                    assertThat(call(second, "call_table", index, 0)).isEqualTo(1);
                    assertThat(call(second, "grow", 5)).isEqualTo(2);
                    assertThat(call(second, "load", 6 * 65536)).isZero();
                    assertThat(second.memory().cString(512)).isEqualTo("data");
                }
                assertThat(first.isClosed()).isTrue();
                assertThatThrownBy(() -> call(first, "add", 1, 2)).hasMessageContaining("is closed");
            }
        }
    }

    @Test
    void itKeepsItsSharedMemoryUntilThatIsTakenOut() {
        try (Guest guest = Fixtures.guest("main", Imports.none());
                SharedMemory shared = SharedMemory.create(65536);
                SharedMemory other = SharedMemory.create(65536)) {
            guest.mapShared(shared, 65536);
            guest.memory().putInt(65536, 11);
            try (GuestImage image = guest.image(List.of(new MemoryRange(65536, 65536)))) {
                Guest first = Guest.create(image, Imports.none(), OPTIONS);
                first.mapShared(shared, 65536);
                first.memory().putInt(65540, 12);

                Guest second = retired(first).start(Imports.none());
                assertThat(second.memory().getInt(65536)).isEqualTo(11);
                assertThat(second.memory().getInt(65540)).isEqualTo(12);

                SpareGuest spare = retired(second);
                spare.leaveShared();
                try (Guest third = spare.start(Imports.none())) {
                    assertThat(third.memory().getInt(65536)).isZero();
                    third.memory().putInt(65536, 13);
                    third.mapShared(other, 65536);
                    assertThat(third.memory().getInt(65536)).isZero();
                }
                assertThat(guest.memory().getInt(65536)).isEqualTo(11);
            }
        }
    }

    @Test
    void whereSharedMemoryWasTakenOutTheImageIsBackForTheGuestAndForTheNextOne() {
        try (Guest guest = Fixtures.guest("main", Imports.none());
                SharedMemory shared = SharedMemory.create(65536)) {
            guest.memory().putInt(65536, 11);
            guest.memory().putInt(65536 + 8192, 12);
            try (GuestImage image = guest.image(List.of())) {
                Guest first = Guest.create(image, Imports.none(), OPTIONS);
                first.mapShared(shared, 65536);
                first.memory().putInt(65536, 13);
                first.memory().putInt(65536 + 4096, 14);
                first.unmapShared(65536);
                assertThat(first.memory().getInt(65536)).isEqualTo(11);
                assertThat(first.memory().getInt(65536 + 4096)).isZero();
                first.memory().putInt(65536 + 8192, 15);

                try (Guest second = retired(first).start(Imports.none())) {
                    assertThat(second.memory().getInt(65536)).isEqualTo(11);
                    assertThat(second.memory().getInt(65536 + 4096)).isZero();
                    assertThat(second.memory().getInt(65536 + 8192)).isEqualTo(12);
                    second.mapShared(shared, 65536);
                    assertThat(second.memory().getInt(65536)).isEqualTo(13);
                    assertThat(second.memory().getInt(65536 + 4096)).isEqualTo(14);
                }
            }
        }
    }

    @Test
    void onlySharedMemoryThatIsMappedCanBeTakenOut() {
        try (Guest guest = Fixtures.guest("main", Imports.none());
                SharedMemory shared = SharedMemory.create(65536)) {
            guest.mapShared(shared, 65536);
            guest.unmapShared(65536);

            assertThat(guest.memory().getInt(65536)).isZero();
            assertThatThrownBy(() -> guest.unmapShared(65536)).isInstanceOf(EngineException.class);
        }
    }

    @Test
    void aGuestSuspendedInTheMiddleLeavesNothingOfIt() {
        try (Guest guest = Fixtures.guest("main", Imports.none());
                GuestImage image = guest.image(List.of())) {
            Imports suspending = Fixtures.only("host", HostCall::suspend);
            Guest first = Guest.create(image, suspending, OPTIONS);
            call(first, "invoke", 1, 2);
            assertThat(first.isSuspended()).isTrue();

            try (Guest second = retired(first).start(Fixtures.only("host", call -> 5))) {
                assertThat(second.isSuspended()).isFalse();
                assertThat(second.global("__stack_pointer")).isEqualTo(4096);
                assertThat(call(second, "invoke", 1, 2)).isEqualTo(5);
            }
        }
    }

    @Test
    void aGuestThatIsNotWorthKeepingIsClosed() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            GuestImage image = guest.image(List.of());
            Guest trapped = Guest.create(image, Imports.none(), OPTIONS);
            assertThatThrownBy(() -> call(trapped, "divide", 1, 0)).isInstanceOf(GuestTrap.class);
            assertThat(trapped.retire()).isEmpty();

            Guest unresolved = Guest.create(image, Imports.none(), OPTIONS);
            assertThatThrownBy(() -> call(unresolved, "call_missing", 1)).isInstanceOf(GuestTrap.class);
            assertThat(unresolved.retire()).isEmpty();

            // Growth is given back, so it is what the rest changes that counts.
            Guest grown = Guest.create(image, Imports.none(), OPTIONS);
            call(grown, "grow", 14);
            retired(grown).close();

            try (Guest huge = Fixtures.guest("huge", Imports.none());
                    GuestImage hugeImage = huge.image(List.of())) {
                Guest spread = Guest.create(hugeImage, Imports.none(), OPTIONS);
                for (int page = 0; page < 1100; page++) spread.memory().putInt(page * PAGE, 1);
                assertThat(spread.retire()).isEmpty();
                assertThat(spread.isClosed()).isTrue();
            }

            Guest late = Guest.create(image, Imports.none(), OPTIONS);
            image.close();
            assertThat(late.retire()).isEmpty();
            assertThat(Fixtures.guest("main", Imports.none()).retire()).isEmpty();
        }
    }

    @Test
    void itIsUsedOnce() {
        try (Guest guest = Fixtures.guest("main", Imports.none());
                GuestImage image = guest.image(List.of())) {
            SpareGuest spare = retired(Guest.create(image, Imports.none(), OPTIONS));
            assertThat(spare.image()).isSameAs(image);
            assertThat(spare.options()).isEqualTo(OPTIONS);
            try (Guest again = spare.start(Imports.none())) {
                spare.close();
                assertThat(call(again, "add", 1, 2)).isEqualTo(3);
                assertThatThrownBy(() -> spare.start(Imports.none())).hasMessageContaining("has been used");
            }
        }
    }
}
