package dev.pglitej.icu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.PGlite;
import dev.pglitej.api.LocaleProvider;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Languages with their rules. What is expected is what native PostgreSQL answers. */
@Timeout(120)
class LanguagesTest {
    private static PGlite database = PGlite.inMemory();

    @BeforeAll
    static void createCollations() throws SQLException {
        execute("create collation phonebook (provider = icu, locale = 'de-u-co-phonebk')");
        execute("create collation traditional (provider = icu, locale = 'es-u-co-trad')");
        execute("create collation stroke (provider = icu, locale = 'zh-u-co-stroke')");
        execute("create collation swedish_ci (provider = icu, locale = 'sv-u-ks-level2', deterministic = false)");
        execute("create collation imported (provider = icu, locale = 'und', rules = '[import de-u-co-phonebk]')");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(PGlite database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        sv-x-icu,         zoo åka ärlig öga yak,       yak zoo åka ärlig öga
        swedish_ci,       zoo Åka ärlig öga,           zoo Åka ärlig öga
        da-x-icu,         zoo åka ærlig øga aa,        zoo ærlig øga aa åka
        de-x-icu,         zoo ärlig af ad,             ad af ärlig zoo
        phonebook,        zoo ärlig af ad,             ad ärlig af zoo
        imported,         zoo ärlig af ad,             ad ärlig af zoo
        traditional,      chata cz dva,                cz chata dva
        es-x-icu,         chata cz dva,                chata cz dva
        cs-x-icu,         chata cote hora iyi,         cote hora chata iyi
        et-x-icu,         dva džep zoo yak,            džep dva zoo yak
        lt-x-icu,         hora yak iyi ly,             hora yak iyi ly
        hu-x-icu,         csak cz dva,                 cz csak dva
        tr-x-icu,         ılık iyi hora,               hora ılık iyi
        fr-CA-x-icu,      cote coté côte côté,         cote côte coté côté
        zh-x-icu,         你 阿 中 一,                 阿 你 一 中
        stroke,           你 阿 中 一,                 一 中 你 阿
        zh-Hant-x-icu,    你 阿 中 一,                 一 中 你 阿
        ja-x-icu,         你 阿 中 一 か ア,           ア か 阿 一 中 你
        ko-x-icu,         나 가 阿 a,                  가 나 阿 a
        ru-x-icu,         a нога ёж алфа,              алфа ёж нога a
        sr-Latn-RS-x-icu, džep dva cz,                 cz dva džep
        """)
    void languagesSortByTheirOwnRules(String collation, String words, String sorted) throws SQLException {
        String sql = "select string_agg(w, ' ' order by w collate \"%s\") from string_to_table('%s', ' ') w"
                .formatted(collation, words);

        assertThat(value(database, sql)).isEqualTo(sorted);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        upper,   tr-x-icu, istanbul ılık, İSTANBUL ILIK
        lower,   tr-x-icu, İSTANBUL ILIK, istanbul ılık
        initcap, nl-x-icu, ijsland,       IJsland
        initcap, fi-x-icu, linja-auto,    Linja-Auto
        upper,   el-x-icu, Άλφα,          ΑΛΦΑ
        """)
    void languagesConvertCaseByTheirOwnRules(String function, String collation, String text, String expected)
            throws SQLException {
        assertThat(value(database, "select %s('%s' collate \"%s\")".formatted(function, text, collation)))
                .isEqualTo(expected);
    }

    @Test
    void allCollationsOfTheCatalogCanBeUsed() throws SQLException {
        execute("""
                do $$
                declare c record; less boolean;
                begin
                  for c in select quote_ident(collname) n from pg_collation where collprovider = 'i' loop
                    execute 'select ''a'' < ''b'' collate ' || c.n into less;
                    if not less then raise exception '%', c.n; end if;
                  end loop;
                end $$
                """);
    }

    @Test
    void aDatabaseCanHaveALanguage() throws SQLException {
        try (PGlite swedish =
                PGlite.builder().locale(LocaleProvider.ICU, "sv-SE").open()) {
            assertThat(value(
                            swedish,
                            "select string_agg(w, ' ' order by w) from unnest('{zoo,åka,ärlig,öga}'::text[]) w"))
                    .isEqualTo("zoo åka ärlig öga");
        }
    }
}
