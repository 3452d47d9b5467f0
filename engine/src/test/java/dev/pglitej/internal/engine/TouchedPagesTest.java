package dev.pglitej.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TouchedPagesTest {
    private static final GuestOptions OPTIONS = GuestOptions.defaults();
    private static final int PAGE = 4096;

    @Test
    void pagesThatWereWrittenAreTouchedAndThoseOnlyReadAreNot() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            guest.call(guest.function("grow"), 14);
            for (int page = 100; page < 104; page++) guest.memory().putInt(page * PAGE, page);
            try (GuestImage image = guest.image(List.of());
                    Guest child = Guest.create(image, Imports.none(), OPTIONS)) {
                long before = child.touchedPages().bytes();
                assertThat(child.memory().getInt(102 * PAGE)).isEqualTo(102);
                assertThat(child.touchedPages().bytes()).isEqualTo(before);

                child.memory().putInt(101 * PAGE, 1);
                child.memory().putInt(240 * PAGE, 1);
                child.memory().putInt(241 * PAGE, 1);

                assertThat(child.touchedPages().bytes()).isEqualTo(before + 3 * PAGE);
            }
        }
    }

    @Test
    void touchingThemChangesNothingButWhatIsTouched() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            guest.call(guest.function("grow"), 14);
            guest.memory().putInt(100 * PAGE, 7);
            try (GuestImage image = guest.image(List.of());
                    Guest model = Guest.create(image, Imports.none(), OPTIONS);
                    Guest child = Guest.create(image, Imports.none(), OPTIONS)) {
                model.memory().putInt(100 * PAGE, 8);
                model.memory().putInt(200 * PAGE, 8);
                model.call(model.function("add"), 1, 2);
                TouchedPages pages = TouchedPages.parse(model.touchedPages().toString());

                child.touch(pages);

                assertThat(child.memory().getInt(100 * PAGE)).isEqualTo(7);
                assertThat(child.memory().getInt(200 * PAGE)).isZero();
                assertThat(child.touchedPages().bytes()).isGreaterThanOrEqualTo(pages.bytes());
            }
        }
    }

    @Test
    void pagesThatTheGuestDoesNotHaveAreLeftAlone() {
        try (Guest guest = Fixtures.guest("main", Imports.none())) {
            guest.touch(TouchedPages.NONE);
            guest.touch(TouchedPages.parse("99999999 5 3 1 9999999999 9999999999 99999999999"));
            assertThat(guest.call(guest.function("add"), 1, 2)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2", "-1", "1 -2 3", "9223372036854775807"})
    void otherTextsAreNone(String text) {
        assertThatThrownBy(() -> TouchedPages.parse(text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }
}
