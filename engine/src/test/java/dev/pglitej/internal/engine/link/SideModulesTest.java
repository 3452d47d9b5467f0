package dev.pglitej.internal.engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.internal.engine.Fixtures;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestImage;
import dev.pglitej.internal.engine.GuestOptions;
import dev.pglitej.internal.engine.GuestTrap;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.engine.ImportType;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.engine.NativeModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideModulesTest {
    private static final NativeModule SIDE = Fixtures.module("side");
    private static final NativeModule SECOND = NativeModule.load(Fixtures.compile("side", "-DSECOND"));
    private static final Imports HOST = Fixtures.only("host", call -> call.i32(0) * 100L + call.i32(1));

    private static long call(Guest guest, NativeModule module, String name, long... arguments) {
        return guest.call(guest.linkage().function(module, name), arguments);
    }

    @Test
    void aSideModuleIsToldItsPlaceAndTheSymbolsItAsksFor() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            int index = SideModules.of(guest).load(SIDE);

            assertThat(index).isZero();
            assertThat(call(guest, SIDE, "side_told", 0)).isEqualTo(65536);
            assertThat(call(guest, SIDE, "side_told", 1)).isEqualTo(4);
            assertThat(call(guest, SIDE, "side_told", 2)).isEqualTo(4096);
            assertThat(call(guest, SIDE, "side_told", 3)).isEqualTo(512);
            assertThat(call(guest, SIDE, "side_told", 4)).isEqualTo(1);
            assertThat(call(guest, SIDE, "side_told", 5)).isEqualTo(4);
            assertThat(call(guest, SIDE, "side_told", 6)).isZero();
        }
    }

    @Test
    void relocationsAreAppliedBeforeConstructorsRun() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules.of(guest).load(SIDE);

            assertThat(call(guest, SIDE, "side_told", 7)).isEqualTo((1 + 10) * 10);
        }
    }

    @Test
    void functionsResolveToTheHostTheMainModuleAndModulesLoadedBefore() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules modules = SideModules.of(guest);
            modules.load(SIDE);
            modules.load(SECOND);

            assertThat(call(guest, SIDE, "side_add", 3, 4)).isEqualTo(7);
            assertThat(call(guest, SECOND, "second_add", 3, 5)).isEqualTo(8);
            assertThat(call(guest, SECOND, "second_host", 3, 5)).isEqualTo(305);
            assertThat(modules.loaded()).containsExactly(SIDE, SECOND);
        }
    }

    @Test
    void aSymbolThatALaterModuleDefinesReachesTheModuleBefore() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules modules = SideModules.of(guest);
            modules.load(SIDE);

            modules.load(SECOND);

            long base = call(guest, SECOND, "second_told", 0);
            assertThat(call(guest, SIDE, "side_told", 6)).isEqualTo(base + 12);
        }
    }

    @Test
    void aModuleThatProvidesAFunctionIsLoadedWhenAnotherNeedsIt() {
        SymbolProviders providers = symbol -> symbol.equals("side_add") ? Optional.of(SIDE) : Optional.empty();
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules modules = SideModules.of(guest, providers);

            int index = modules.load(SECOND);

            assertThat(index).isEqualTo(1);
            assertThat(modules.loaded()).containsExactly(SIDE, SECOND);
            assertThat(call(guest, SECOND, "second_add", 3, 5)).isEqualTo(8);
        }
    }

    @Test
    void aModuleThatProvidesAFunctionIsNotLoadedWhileNothingNeedsIt() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules modules =
                    SideModules.of(guest, symbol -> Optional.of(SECOND).filter(m -> symbol.equals("absent")));

            modules.load(SIDE);

            assertThat(modules.loaded()).containsExactly(SIDE);
        }
    }

    @Test
    void theAddressesThatNothingDefinesAreKnownBeforeAModuleIsLoaded() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules modules = SideModules.of(guest);

            assertThat(modules.undefined(SIDE)).containsExactly("later");
            assertThat(modules.undefined(SECOND)).isEmpty();
            assertThat(modules.loaded()).isEmpty();
        }
    }

    @Test
    void aFunctionThatNothingProvidesFailsWhenItIsCalled() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules modules = SideModules.of(guest);
            modules.load(SIDE);

            assertThat(modules.unresolved(SIDE)).extracting("name").containsExactly("nowhere");
            assertThatThrownBy(() -> call(guest, SIDE, "side_nowhere", 1))
                    .isInstanceOf(GuestTrap.class)
                    .hasMessage("guest called env.nowhere (i:i), which neither the host nor a loaded module provides");
        }
    }

    @Test
    void theHostMayAnswerWhatNothingProvides() {
        Imports imports = new Imports() {
            @Override
            public HostFunction resolve(ImportType type) {
                return HOST.resolve(type);
            }

            @Override
            public HostFunction missing(ImportType type) {
                return type.name().equals("nowhere") ? call -> call.i32(0) + 40 : HostFunction.unresolved();
            }
        };

        try (Guest guest = Fixtures.guest("main", imports)) {
            SideModules.of(guest).load(SIDE);

            assertThat(call(guest, SIDE, "side_nowhere", 2)).isEqualTo(42);
            assertThat(SideModules.of(guest).unresolved(SIDE))
                    .extracting("name")
                    .containsExactly("nowhere");
        }
    }

    @Test
    void symbolsAreFoundInALibraryInAllAndBehindTheMainModule() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules modules = SideModules.of(guest);
            assertThat(modules.findInAll("side_nowhere")).isEmpty();
            modules.load(SIDE);

            int function = modules.find(SIDE, "side_nowhere").getAsInt();
            assertThat(function).isEqualTo(modules.tableIndexOf(SIDE, "side_nowhere"));
            assertThat(modules.findInAll("side_nowhere")).hasValue(function);
            assertThat(modules.findBehindMain("side_nowhere")).hasValue(function);
            assertThat(modules.findInAll("data")).hasValue(guest.global("data"));
            assertThat(modules.findBehindMain("data")).isEmpty();
            assertThat(modules.findInAll("__stack_pointer")).isEmpty();
            assertThat(modules.find(SIDE, "absent")).isEmpty();
        }
    }

    @Test
    void loadingTwiceLoadsOnce() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules modules = SideModules.of(guest);
            modules.load(SIDE);
            int tableSize = guest.tableSize();

            assertThat(modules.load(SIDE)).isZero();

            assertThat(guest.tableSize()).isEqualTo(tableSize);
        }
    }

    @Test
    void aSymbolsTableIndexCallsItAndIsTheSameEveryTime() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules modules = SideModules.of(guest);
            modules.load(SIDE);

            int own = modules.tableIndexOf(SIDE, "side_own");
            int add = modules.tableIndexOf(SIDE, "side_add");

            assertThat(own).isEqualTo(4);
            assertThat(guest.callTable(own, "i:i", 5)).isEqualTo(15);
            assertThat(guest.callTable(add, "ii:i", 5, 6)).isEqualTo(11);
            assertThat(modules.tableIndexOf(SIDE, "side_add")).isEqualTo(add);
            assertThat(modules.tableIndexOf(SIDE, "absent")).isZero();
            assertThat(modules.tableIndexOf("identity")).isEqualTo(1);
        }
    }

    @Test
    void aGuestMadeFromAnImageHasTheSideModulesAndItsOwnHost() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules.of(guest).load(SIDE);
            HostFunction other = call -> 9;

            try (GuestImage image = guest.image(List.of());
                    Guest child = Guest.create(image, Fixtures.only("host", other), GuestOptions.defaults())) {
                SideModules modules = SideModules.of(child);
                assertThat(modules.loaded()).containsExactly(SIDE);
                assertThat(call(child, SIDE, "side_add", 3, 4)).isEqualTo(7);
                assertThat(call(child, SIDE, "side_host", 3, 4)).isEqualTo(9);
                assertThat(call(child, SIDE, "side_told", 7)).isEqualTo(110);
                modules.load(SECOND);
                assertThat(call(child, SECOND, "second_add", 1, 2)).isEqualTo(3);
                assertThatThrownBy(() -> call(child, SIDE, "side_nowhere", 1)).isInstanceOf(GuestTrap.class);
            }
            assertThat(SideModules.of(guest).loaded()).containsExactly(SIDE);
        }
    }

    @Test
    void anImageWithSideModulesCannotBeSaved(@TempDir Path directory) {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            SideModules.of(guest).load(SIDE);

            try (GuestImage image = guest.image(List.of())) {
                assertThatThrownBy(() -> image.save(directory.resolve("image"), 0))
                        .hasMessage("cannot save the image: side modules are loaded into it");
            }
        }
    }

    @Test
    void aMainModuleIsNoSideModule() {
        try (Guest guest = Fixtures.guest("main", HOST)) {
            assertThatThrownBy(() -> SideModules.of(guest).load(guest.module()))
                    .hasMessage("main is not a side module, so it cannot be loaded into a guest");
        }
        assertThatThrownBy(() -> Guest.create(SIDE, HOST, GuestOptions.defaults()))
                .hasMessage("side_module is a side module: load it into a guest of its main module");
    }
}
