package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.ErrorFields;
import dev.pglitej.internal.protocol.FrontendMessage.Query;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The algorithms of pgcrypto, by the vectors of the documents that define them. */
@Timeout(120)
final class PgcryptoTest {
    private static final PGlite DATABASE =
            PGlite.builder().extension("pgcrypto").open();
    private static ScriptedClient client = ScriptedClient.connect(DATABASE);

    @BeforeAll
    static void showBytesAsHexadecimal() {
        client.rows("set bytea_output = 'hex'");
    }

    @AfterAll
    static void close() {
        client.close();
        DATABASE.close();
    }

    private static ErrorFields error(String sql) {
        client.send(new Query(sql));
        ErrorFields error = client.receiveError();
        client.receiveUntilReady();
        return error;
    }

    private static String bytes(String expression) {
        return client.value("select encode(" + expression + ", 'hex')");
    }

    /** RFC 1321, RFC 3174, RFC 6234, FIPS 202, RFC 7693, ISO/IEC 10118-3: the digest of "abc". */
    @ParameterizedTest
    @CsvSource(textBlock = """
        md5,        900150983cd24fb0d6963f7d28e17f72
        sha1,       a9993e364706816aba3e25717850c26c9cd0d89d
        sha224,     23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7
        sha256,     ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
        sha384,     cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7
        sha512,     ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd45\
        4d4423643ce80e2a9ac94fa54ca49f
        sha512-256, 53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23
        sha3-256,   3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532
        blake2b512, ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518\
        d38aa8dbf1925ab92386edd4009923
        blake2s256, 508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982
        ripemd160,  8eb208f7e05d987a9b044a8e98c6b087f15a0bfc
        sm3,        66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0
        """)
    void digestsAreThoseOfTheirStandards(String algorithm, String expected) {
        assertThat(bytes("digest('abc', '" + algorithm + "')")).isEqualTo(expected);
    }

    /** RFC 2202 and RFC 4231, the first case, and one with a key that is longer than a block. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        0b, 16,  Hi There, md5,    9294727a3638bb1c13f48ef8158bfc9d
        0b, 20,  Hi There, sha1,   b617318655057264e28bc0b6fb378c8ef146be00
        0b, 20,  Hi There, sha224, 896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22
        0b, 20,  Hi There, sha256, b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7
        0b, 20,  Hi There, sha384, afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af\
        152e8b2fa9cb6
        0b, 20,  Hi There, sha512, 87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038\
        b274eaea3f4e4be9d914eeb61f1702e696c203a126854
        aa, 131, Test Using Larger Than Block-Size Key - Hash Key First, sha256, 60e431591ee0b67f0d8a26aacbf5b77f8e0bc\
        6213728c5140546040f0ee37f54
        """)
    void keyedDigestsAreThoseOfTheirStandards(
            String keyByte, int keyLength, String text, String algorithm, String expected) {
        String key = "decode(repeat('%s', %d), 'hex')".formatted(keyByte, keyLength);

        assertThat(bytes("hmac('%s'::bytea, %s, '%s')".formatted(text, key, algorithm)))
                .isEqualTo(expected);
    }

    /** FIPS 197, RFC 3602, NIST SP 800-38A, and the variable plaintext test of NIST SP 800-20 for Triple DES. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        aes-ecb,  000102030405060708090a0b0c0d0e0f, 00000000000000000000000000000000, 00112233445566778899aabbccddeeff\
        , 69c4e0d86a7b0430d8cdb78070b4c55a
        aes-ecb,  000102030405060708090a0b0c0d0e0f1011121314151617, 00000000000000000000000000000000, 0011223344556677\
        8899aabbccddeeff, dda97ca4864cdfe06eaf70a0ec0d7191
        aes-ecb,  000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 00000000000000000000000000000000, \
        00112233445566778899aabbccddeeff, 8ea2b7ca516745bfeafc49904b496089
        aes-cbc,  06a9214036b8a15b512e03d534120006, 3dafba429d9eb430b422da802c9fac41, 53696e676c6520626c6f636b206d7367\
        , e353779c1079aeb82708942dbe77181a
        aes-cbc,  603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4, 000102030405060708090a0b0c0d0e0f, \
        6bc1bee22e409f96e93d7e117393172a, f58c4c04d6e5f1ba779eabfb5f7bfbd6
        3des-ecb, 010101010101010101010101010101010101010101010101, 0000000000000000, 8000000000000000, 95f8a5e5dd31d900
        """)
    void ciphersAreThoseOfTheirStandards(String cipher, String key, String vector, String plain, String expected) {
        String arguments = "'\\x%s', '\\x%s', '%s/pad:none'".formatted(key, vector, cipher);

        assertThat(bytes("encrypt_iv('\\x%s', %s)".formatted(plain, arguments))).isEqualTo(expected);
        assertThat(bytes("decrypt_iv('\\x%s', %s)".formatted(expected, arguments)))
                .isEqualTo(plain);
    }

    /** What the designers of these formats publish, and PostgreSQL's own code computes. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        Hello world!, $5$saltstring, $5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5
        Hello world!, $6$saltstring, $6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFd\
        cbYEdFCoEOfaS35inz1
        U*U, $2a$05$CCCCCCCCCCCCCCCCCCCCC., $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW
        foox, NT, NTiAeyFJCx4gE
        foox, _J9..j2zz, _J9..j2zzAYKMvO2BYRY
        foox, $1$aaaaaaaa, $1$aaaaaaaa$MloZ/5LyFafLmcLH4fvg20
        """)
    void passwordsAreHashedAsElsewhere(String password, String setting, String expected) {
        assertThat(client.value("select crypt('%s', '%s')".formatted(password, setting)))
                .isEqualTo(expected);
    }

    /** Messages that native PostgreSQL has encrypted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c30d0402030293e0a753fbdf4f1b64d22f01b7f99b9345ac16825998e305a29f1d36fef4e8c04b93c506a35add7d4f126da"
                        + "ddb73ab164f480cd51f6aa14de747",
                "c30d04070302c10955deb51d59ec6cd23701ee8954108c167870dbdde481cbb15eb65d09bec856179c8e9b6cf0ead3e051c"
                        + "6f646b741061a12edb399b0fd18f1b755314fb4017c35",
                "c30d04080302c6f063886b4ea28c6bd23701fec7f1f2a98afdd6c9f7817ef03d2298c78fd3625b5f30311ad29c244a51ceb"
                        + "a5f9c48f847b0271a11eb95416aa1ccef242fe788a460",
                "c30d040903026b492d84de05355373d2370182e294dddafb4b74ab4c9caad9228c3d213272ca9b1061f1ecd1061726cccc9"
                        + "79754a4963c5dfe35a86c5b805d46f09684a35a80a7b9"
            })
    void messagesInTheFormatOfOpenPgpAreDecrypted(String message) {
        assertThat(client.value("select pgp_sym_decrypt('\\x" + message + "', 'key')"))
                .isEqualTo("Secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "encrypt('data', 'key', 'bf')",
                "encrypt('data', 'key', 'des')",
                "encrypt('data', 'key', 'cast5')",
                "decrypt('\\x0011223344556677', 'key', 'bf')",
                "digest('abc', 'md4')",
                "digest('abc', 'whirlpool')",
                "hmac('abc', 'key', 'md4')",
                "pgp_sym_encrypt('data', 'key', 'cipher-algo=bf')",
                "pgp_sym_encrypt('data', 'key', 'cipher-algo=cast5')",
                // Encrypted by native PostgreSQL, with Blowfish and CAST5.
                "pgp_sym_decrypt('\\xc30d04040302b6d48e85d669f89468d22f01df53db33a1d0ffa40109cd38f3f401291ec2c6f2673"
                        + "5fe426ad573d8f18c802fdebb68fa19aae2e9600089e985f1', 'key')",
                "pgp_sym_decrypt('\\xc30d04030302fe483e9c1d167ffc6bd22f01d709ae2774244a3823e8ce9e05fb4d328d14f0fc0cb"
                        + "388b9675c2c358d0d52c75f26b106367258416ea86f2c7f6d', 'key')"
            })
    void algorithmsThatOpenSslCallsLegacyFailWithAClearError(String call) {
        ErrorFields error = error("select " + call);

        assertThat(error.sqlState()).isIn("39000", "22023");
        assertThat(error.message()).endsWith("Cipher cannot be initialized");
    }

    @Test
    void noTwoSessionsOrDatabasesDrawTheSameRandomBytes() {
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            try (PGlite other = PGlite.builder().extension("pgcrypto").open()) {
                for (int j = 0; j < 2; j++) {
                    try (ScriptedClient session = ScriptedClient.connect(other)) {
                        drawn.add(session.value("select gen_random_bytes(16)"));
                        drawn.add(session.value("select substr(pgp_sym_encrypt('data', 'key'), 7, 8)"));
                        drawn.add(session.value("select gen_salt('bf')"));
                    }
                }
            }
        }

        assertThat(drawn).hasSize(48);
    }

    /** Chi-squared over the values of bytes: 255 degrees of freedom, so that one in 10^11 good sources is beyond these bounds. */
    @Test
    void allRandomBytesAreEquallyFrequent() {
        String chiSquared = client.value("""
            select sum((n - 4000.0) ^ 2 / 4000)::int from (
              select get_byte(b, i) v, count(*) n
              from (select gen_random_bytes(1024) b from generate_series(1, 1000)) r, generate_series(0, 1023) i group by v) f
            """);

        assertThat(Integer.parseInt(chiSquared)).isBetween(120, 430);
    }
}
