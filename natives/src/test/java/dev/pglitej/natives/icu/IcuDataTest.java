package dev.pglitej.natives.icu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.tools.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ICU4J's data in the byte order of WebAssembly. The hashes are those of what ICU's own program, icupkg -tl, makes of the same files. */
class IcuDataTest {
    private static IcuData data;

    @BeforeAll
    static void open() throws IOException {
        data = IcuData.open(Path.of("icu4j.sha256"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        coll/zh.res, 6ce465d407b126d3cf91c990659a3bfe6544d8b29c86e5115915c25932661347
        coll/ja.res, c0889e706efd46790812c09936676ab1fd2f2589367b3206e69920783c3817ee
        coll/sv.res, 27a234bb07588b7230122664a4218789c940bd3d5dcc14f75306e276207b2258
        coll/fr_CA.res, b281b62796bf83f7fa5278166ae432d0ebf474b4457b09d3cd1cf9f00b5837ad
        coll/nb.res, 82d09542c5a13e0e5998ef0afa43a25e21e34d0ae73a57935483b7c7c8d28aa8
        coll/root.res, c908439c145973c0fc0eb6aee8733665da45ec537bbd73b249f73d918b700803
        coll/ucadata.icu, 57ca8fa4ed257687cedd0420094edc808122003600fc2de57bfcab787c1972ac
        brkitr/word.brk, 4c496028b5d568c265991417e47d2c57990324d6fbddf5274c6c9427da3660f7
        brkitr/word_fi_sv.brk, c866c32a0b51947d331281dc555f8e3c979f8f292045a17165e42bc03d977224
        brkitr/root.res, db052f55ba25c09dd2fec113087390575d5e3f6b13dfb819b17763792f4cdcc8
        keyTypeData.res, 24793ddc841e1129b60874e1a3c0e560d110b80891ff82b530804f0bea5055e5
        timezoneTypes.res, 48287279b8a9af7adbaf7ade049fe9a1379b29d1fe2e74a67cd6e6539f63482f
        res_index.res, fbf000f1b26f08ba078c0e692037a9e6d3fe16d9c4fb542fff115778842211c7
        lang/pool.res, c51e73b17bff99f11fd187863a4dd700a5f14c5795aabb8c79d054475e8eaaa0
        lang/en.res, 35d0a72b5bca554c22dcfb2e6c54c9839667fa886604691cbec8a4ad2f765870
        """)
    void filesAreConvertedAsIcuItselfConvertsThem(String name, String sha256) {
        assertThat(Sha256.of(data.littleEndian(name))).isEqualTo(sha256);
    }

    @Test
    void languagesWithoutRulesOfTheirOwnNeedNone() {
        assertThat(data.rules())
                .contains("coll/sv.res", "coll/zh.res", "coll/fr_CA.res", "coll/nb.res", "coll/en_US_POSIX.res")
                .doesNotContain("coll/root.res", "coll/en.res", "coll/fr.res", "coll/it.res");
    }

    @Test
    void allFilesOfLanguagesCanBeConverted() {
        Map<String, byte[]> languages = data.languages();

        assertThat(languages)
                .containsKeys("coll/sv.res", "brkitr/word_fi_sv.brk")
                .doesNotContainKey("coll/root.res");
        assertThat(languages.keySet()).containsAll(data.rules());
    }

    @Test
    void anotherIcuThanPglitesIsRefused() {
        assertThatThrownBy(() -> data.requireSameAs(Map.of("coll/root.res", new byte[0])))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("ICU4J has another coll/root.res than PGlite");
    }

    @Test
    void anotherJarIsRefused(@TempDir Path directory) throws IOException {
        Path hashes = Files.writeString(directory.resolve("icu4j.sha256"), "0".repeat(64) + "  icu4j-76.1.jar\n");

        assertThatThrownBy(() -> IcuData.open(hashes))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("is not the file that this version builds from");
    }
}
