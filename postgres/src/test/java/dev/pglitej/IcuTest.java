package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.api.LocaleProvider;
import dev.pglitej.api.PGliteException;
import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ICU without the artifact that brings the rules of languages. What is expected is what native PostgreSQL answers, with ICU 60. */
@Timeout(120)
final class IcuTest {
    private static PGlite database = PGlite.inMemory();
    private static ScriptedClient client = ScriptedClient.connect(database);

    @BeforeAll
    static void createCollations() {
        create("level1", "und-u-ks-level1");
        create("level2", "und-u-ks-level2");
        create("numeric", "und-u-kn-true");
        create("numeric_old", "und@colNumeric=yes");
        create("upper", "und-u-kf-upper");
        create("shifted", "und-u-ka-shifted");
        create("cases", "und-u-kc-true-ks-level1");
        create("greek_first", "und-u-kr-grek-latn");
        create("emoji", "und-u-co-emoji");
        create("english", "en-US-u-kn-true");
        client.rows("create collation rules (provider = icu, locale = 'und', rules = '&a < z')");
    }

    private static void create(String name, String locale) {
        client.rows(
                "create collation %s (provider = icu, locale = '%s', deterministic = false)".formatted(name, locale));
    }

    @AfterAll
    static void close() {
        client.close();
        database.close();
    }

    private static ErrorFields error(String sql) {
        client.send(new Query(sql));
        ErrorFields error = client.receiveError();
        client.receiveUntilReady();
        return error;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        'abc' = 'ABC' collate level2           | t
        'abc' = 'äbc' collate level2           | f
        'abc' = 'äbc' collate level1           | t
        'a10' < 'a9' collate "und-x-icu"       | t
        'a10' < 'a9' collate numeric           | f
        'a10' < 'a9' collate numeric_old       | f
        'a10' < 'a9' collate english           | f
        'a' < 'A' collate "und-x-icu"          | t
        'a' < 'A' collate upper                | f
        'a-b' = 'ab' collate shifted           | t
        'a' = 'A' collate cases                | f
        'a' = 'ä' collate cases                | t
        'α' < 'a' collate "und-x-icu"          | f
        'α' < 'a' collate greek_first          | t
        '😀' < '😁' collate emoji              | t
        'z' < 'b' collate rules                | t
        'ä' < 'z' collate "en-US-x-icu"        | t
        """)
    void optionsAreObserved(String comparison, String expected) {
        assertThat(client.value("select " + comparison)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
        initcap,  straße der ähren o'neil,      Straße Der Ähren O'neil
        initcap,  hello-world 3rd foo_bar x.y,   Hello-World 3rd Foo_bar X.y
        initcap,  ǆungla ﬁsh,                    ǅungla Fish
        initcap,  ภาษาabc ไทยDEF 日本go カナWORD, ภาษาabc ไทยdef 日本Go カナWord
        upper,    straße,                        STRASSE
        lower,    ΑΣ,                            ας
        casefold, Straße,                        strasse
        """)
    void caseIsConverted(String function, String text, String expected) {
        assertThat(client.value("select %s('%s' collate \"und-x-icu\")".formatted(function, text.replace("'", "''"))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sv",
                "swe-SE",
                "de-u-co-phonebk",
                "zh-Hant",
                "fr-CA",
                "sr-Latn-RS",
                "no",
                "nb-NO",
                "en-US-u-va-posix"
            })
    void aLanguageWithoutItsRulesIsRefusedWithTheArtifactThatBringsThem(String locale) {
        ErrorFields error = error("create collation missing (provider = icu, locale = '" + locale + "')");

        assertThat(error.sqlState()).isEqualTo("0A000");
        assertThat(error.message())
                .startsWith("could not open collator for locale \"")
                .endsWith("\": the rules of its language are not installed");
        assertThat(error.hint()).isEqualTo("Add the dependency dev.pglitej:pglitej-icu.");
    }

    @Test
    void theCollationsOfAllLanguagesAreThereAndSayWhatTheyLack() {
        assertThat(client.value("select count(*) > 700 from pg_collation where collprovider = 'i'"))
                .isEqualTo("t");
        assertThat(client.value(
                        "select obj_description(oid, 'pg_collation') from pg_collation where collname = 'sv-SE-x-icu'"))
                .isEqualTo("Swedish (Sweden)");

        ErrorFields error = error("select 'z' < 'ä' collate \"sv-SE-x-icu\"");

        assertThat(error.hint()).contains("pglitej-icu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr-FR", "it", "nl-BE", "pt-BR", "id", "ga", "sw-KE"})
    void aLanguageThatSortsByUnicodesRulesNeedsNoMore(String locale) {
        client.rows("create collation \"%1$s\" (provider = icu, locale = '%1$s')".formatted(locale));

        assertThat(client.value("select 'a' < 'B' collate \"" + locale + "\"")).isEqualTo("t");
    }

    @Test
    void whatIcuDoesNotKnowIsRefused() {
        assertThat(error("create collation unknown (provider = icu, locale = 'und-u-ks-level9')")
                        .message())
                .isEqualTo("could not open collator for locale \"und-u-ks-level9\": U_ILLEGAL_ARGUMENT_ERROR");
        assertThat(error(
                                "create collation importing (provider = icu, locale = 'und', rules = '[import de-u-co-phonebk]')")
                        .message())
                .startsWith("could not open collator for locale");
    }

    @Test
    void aDatabaseOfALanguageWithoutItsRulesIsRefused() {
        assertThat(error("create database swedish locale_provider icu icu_locale 'sv' template template0")
                        .hint())
                .contains("pglitej-icu");
        assertThatThrownBy(
                        () -> PGlite.builder().locale(LocaleProvider.ICU, "sv").open())
                .isInstanceOf(PGliteException.class)
                .hasMessageContaining("the rules of its language are not installed");
    }
}
