package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestImageTest {
    private static final GuestOptions OPTIONS = GuestOptions.defaults();

    private static long call(Guest guest, String function, long... arguments) {
        return guest.call(guest.function(function), arguments);
    }

    @Test
    void aGuestFromAnImageGoesOnFromThereAndTheTwoDoNotSeeEachOther() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            guest.setGlobal("__stack_pointer", 2000);
            guest.memory().putInt(70000, 7);
            GuestImage image = guest.image(List.of());
            guest.memory().putInt(70000, 8);

            try (Guest child = Guest.create(image, Imports.none(), OPTIONS);
                    Guest other = Guest.create(image, Imports.none(), OPTIONS)) {
                image.close();
                child.memory().putInt(70004, 9);
                child.setGlobal("__stack_pointer", 3000);

                assertThat(child.memory().getInt(70000)).isEqualTo(7);
                assertThat(other.memory().getInt(70004)).isZero();
                assertThat(guest.memory().getInt(70004)).isZero();
                assertThat(other.global("__stack_pointer")).isEqualTo(2000);
                assertThat(child.callTable(1, "i:i", 5)).isEqualTo(5);
                assertThat(child.memory().cString(512)).isEqualTo("data");
                assertThat(call(child, "grow", 1)).isEqualTo(2);
                assertThat(call(child, "store", 2 * 65536 + 4, 1)).isEqualTo(1);
            }
        }
    }

    @Test
    void anImageCanBeTakenInsideAHostFunction() {
        List<GuestImage> images = new ArrayList<>();
        HostFunction host = call -> {
            images.add(call.guest().image(List.of()));
            return 1;
        };
        try (Guest guest = Fixtures.guest("main", Fixtures.only("host", host))) {
            assertThat(call(guest, "invoke", 0, 0)).isEqualTo(1);

            try (Guest child = Guest.create(images.get(0), Imports.none(), OPTIONS)) {
                // What the suspended function had taken off the stack is still taken in the image.
                assertThat(child.global("__stack_pointer")).isEqualTo(4096 - 64);
                assertThat(call(child, "add", 1, 2)).isEqualTo(3);
            }
        }
    }

    @Test
    void excludedRangesAreZeroInTheImage() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            for (int page = 0; page < 32; page++) guest.memory().putInt(page * 4096 + 100, page + 1);

            List<MemoryRange> excluded = List.of(new MemoryRange(8192, 4096), new MemoryRange(65536, 8192));
            try (GuestImage image = guest.image(excluded);
                    Guest child = Guest.create(image, Imports.none(), OPTIONS)) {
                for (int page = 0; page < 32; page++) {
                    boolean isExcluded = page == 2 || page == 16 || page == 17;
                    assertThat(child.memory().getInt(page * 4096 + 100)).isEqualTo(isExcluded ? 0 : page + 1);
                }
            }
            assertThatThrownBy(() -> guest.image(List.of(new MemoryRange(100, 4096))))
                    .hasMessageContaining("whole pages");
        }
    }

    @Test
    void hostFunctionsInTheTableAreThereInTheChildAndCanBeReplaced() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            int index = guest.addHostFunction("i:i", call -> 1);
            try (GuestImage image = guest.image(List.of());
                    Guest child = Guest.create(image, Imports.none(), OPTIONS)) {
                assertThat(call(child, "call_table", index, 0)).isEqualTo(1);

                child.replaceHostFunction(index, call -> 2);
                int more = child.addHostFunction("i:i", call -> 3);

                assertThat(call(child, "call_table", index, 0)).isEqualTo(2);
                assertThat(call(child, "call_table", more, 0)).isEqualTo(3);
                assertThat(call(guest, "call_table", index, 0)).isEqualTo(1);
            }
        }
    }

    @Test
    void sharedMemoryIsSeenByAllThatMapIt() {
        try (Guest guest = Fixtures.guest("main", Imports.none());
                SharedMemory shared = SharedMemory.create(65536)) {
            guest.mapShared(shared, 65536);
            guest.memory().putInt(65536, 11);
            try (GuestImage image = guest.image(List.of(new MemoryRange(65536, 65536)));
                    Guest child = Guest.create(image, Imports.none(), OPTIONS)) {
                child.mapShared(shared, 65536);

                assertThat(child.memory().getInt(65536)).isEqualTo(11);
                child.memory().putInt(65540, 12);
                assertThat(call(guest, "load", 65540)).isEqualTo(12);
                call(guest, "store", 65544, 13);
                assertThat(call(child, "load", 65544)).isEqualTo(13);
            }
        }
    }

    @Test
    void sharedMemoryGoesOnlyWhereItFits() {
        try (Guest guest = Fixtures.guest("main", Imports.none());
                SharedMemory shared = SharedMemory.create(65536)) {
            assertThatThrownBy(() -> guest.mapShared(shared, 4096))
                    .hasMessage("cannot map shared memory: the address is not a multiple of 65536");
            assertThatThrownBy(() -> guest.mapShared(shared, 2 * 65536)).hasMessageContaining("does not lie in");
        }
        assertThatThrownBy(() -> SharedMemory.create(1000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sharedMemoryBehindAllThatAGuestMayHaveTakesNothingOfIt() {
        int place = Guest.SHARED_FROM + 3 * 65536;
        try (Guest guest = Fixtures.guest("main", Imports.none());
                Guest other = Fixtures.guest("main", Imports.none());
                SharedMemory shared = SharedMemory.create(65536)) {
            long size = guest.memory().size();
            guest.mapShared(shared, place);
            other.mapShared(shared, place);

            guest.memory().putCString(place + 8, 10, "text");
            call(guest, "store", place + 65532, 13);

            assertThat(call(other, "load", place + 65532)).isEqualTo(13);
            assertThat(other.memory().cString(place + 8)).isEqualTo("text");
            assertThat(guest.memory().size()).isEqualTo(size);
            assertThatThrownBy(() -> guest.memory().getInt(place + 65533)).isInstanceOf(GuestFault.class);
            assertThatThrownBy(() -> guest.memory().getInt(place - 1)).isInstanceOf(GuestFault.class);

            guest.unmapShared(place);

            assertThatThrownBy(() -> guest.memory().getInt(place)).isInstanceOf(GuestFault.class);
            assertThatThrownBy(() -> call(guest, "load", place)).isInstanceOf(GuestTrap.class);
            assertThat(call(other, "load", place + 65532)).isEqualTo(13);
        }
    }

    @Test
    void aClosedImageStartsNothing() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            GuestImage image = guest.image(List.of());
            image.close();
            image.close();

            assertThatThrownBy(() -> Guest.create(image, Imports.none(), OPTIONS))
                    .hasMessage("the image of main is closed");
        }
    }

    @Test
    void aSavedImageIsLoadedByItsModuleWithItsHostFunctionsInPlace(@TempDir Path directory) {
        Path file = directory.resolve("image");
        int index;
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            guest.memory().putInt(70000, 7);
            index = guest.addHostFunction("i:i", call -> 1);
            try (GuestImage image = guest.image(List.of())) {
                assertThat(image.save(file, 4096)).isEqualTo(file.toFile().length());
            }
        }

        try (GuestImage image = GuestImage.load(Fixtures.module("main"), file, 4096);
                Guest child = Guest.create(image, Imports.none(), OPTIONS);
                Guest other = Guest.create(image, Imports.none(), OPTIONS)) {
            child.replaceHostFunction(index, call -> 2);
            child.memory().putInt(70000, 8);

            assertThat(call(child, "call_table", index, 0)).isEqualTo(2);
            assertThat(other.memory().getInt(70000)).isEqualTo(7);
            assertThat(call(other, "add", 40, 2)).isEqualTo(42);
        }
    }

    @Test
    void anImageOfAnotherModuleAndADamagedOneAreRefused(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("image");
        try (Guest guest = Fixtures.guest("main", Imports.none());
                GuestImage image = guest.image(List.of())) {
            image.save(file, 0);
        }

        assertThatThrownBy(() -> GuestImage.load(Fixtures.module("huge"), file, 0))
                .hasMessageContaining("saved by another build");
        assertThatThrownBy(() -> GuestImage.load(Fixtures.module("main"), file, 4096))
                .hasMessageContaining("the file is damaged");
        assertThatThrownBy(() -> GuestImage.load(Fixtures.module("main"), directory.resolve("none"), 0))
                .hasMessageContaining("No such file");
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> GuestImage.load(Fixtures.module("main"), file, 0))
                .hasMessageContaining("the file is damaged");
    }

    @Test
    void sharedMemoryIsFilledFromAnImageOfIt(@TempDir Path directory) {
        Path file = directory.resolve("shared");
        try (Guest guest = Fixtures.guest("main", Imports.none());
                SharedMemory shared = SharedMemory.create(65536)) {
            guest.mapShared(shared, 65536);
            guest.memory().putInt(65536 + 100, 1);
            guest.memory().putInt(65536 + 20000, 2);
            guest.memory().putInt(65536 + 50000, 3);
            List<MemoryRange> ranges = List.of(new MemoryRange(0, 20000), new MemoryRange(20004, 45532));
            try (SharedImage image = shared.capture(ranges)) {
                image.save(file, 0);
            }
        }

        try (Guest guest = Fixtures.guest("main", Imports.none());
                SharedMemory shared = SharedMemory.create(65536);
                SharedImage image = SharedImage.load(file, 0, 65536)) {
            shared.fill(image);
            guest.mapShared(shared, 65536);

            assertThat(guest.memory().getInt(65536 + 100)).isEqualTo(1);
            assertThat(guest.memory().getInt(65536 + 20000)).isZero();
            assertThat(guest.memory().getInt(65536 + 50000)).isEqualTo(3);
            assertThatThrownBy(() -> SharedImage.load(file, 0, 4096)).hasMessageContaining("the file is damaged");
            assertThatThrownBy(() -> shared.capture(List.of(new MemoryRange(65536, 1))))
                    .hasMessageContaining("cannot copy shared memory");
        }
    }
}
