package dev.pglitej.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LanguageRulesTest {
    @ParameterizedTest
    @CsvSource({
        "sv, sv",
        "SV-se, sv sv_SE",
        "swe, sv",
        "sr-latn-RS, sr sr_Latn sr_RS sr_Latn_RS",
        "de_AT@collation=phonebook, de de_AT",
        "de-DE-u-co-phonebk, de de_DE",
        "es-419, es es_419",
        "en-US-u-va-posix, en en_US en_POSIX en_US_POSIX",
        "en_US_POSIX, en en_US en_POSIX en_US_POSIX"
    })
    void rulesAreLookedForUnderTheNamesThatIcuGivesToALocale(String locale, String names) {
        assertThat(LanguageRules.names(locale)).isEqualTo(List.of(names.split(" ", -1)));
    }

    @Test
    void theRootNeedsNoRules() {
        assertThat(LanguageRules.names("und-u-ks-level2")).isEmpty();
        assertThat(LanguageRules.names("root")).isEmpty();
        assertThat(LanguageRules.names("@colNumeric=yes")).isEmpty();
    }
}
