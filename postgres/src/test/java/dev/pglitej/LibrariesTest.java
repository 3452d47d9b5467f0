package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.protocol.BackendMessage.ErrorResponse;
import dev.pglitej.internal.protocol.ErrorFields;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries, functions and symbols that are not there: an error for who asks for them, and nothing to anybody else. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LibrariesTest {
    private final PGlite database = PGlite.builder().open();
    private final ScriptedClient client = ScriptedClient.connect(database);
    private final ScriptedClient bystander = ScriptedClient.connect(database);
    private final String pid = client.value("select pg_backend_pid()");
    private final String bystandersPid = bystander.value("select pg_backend_pid()");

    @AfterEach
    void bothSessionsAreTheSameStill() {
        assertThat(client.value("select pg_backend_pid()")).isEqualTo(pid);
        assertThat(bystander.value("select pg_backend_pid()")).isEqualTo(bystandersPid);
    }

    @AfterAll
    void close() {
        client.close();
        bystander.close();
        database.close();
    }

    private ErrorFields failureOf(String sql) {
        return ScriptedClient.only(client.query(sql), ErrorResponse.class)
                .get(0)
                .error();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    load 'nosuch'                                      | 58P01 | could not access file "nosuch"
                    load ''                                            | 58P01 | could not access file ""
                    load '$libdir/nosuch'                              | 58P01 | could not access file "$libdir/nosuch"
                    create function f() returns int language c as '$libdir/plpgsql', 'x' | 42883 | could not find function "x" in file
                    """)
    void whatIsNotThereIsAnErrorAsInNativePostgres(String sql, String sqlState, String message) {
        ErrorFields failure = failureOf(sql);

        assertThat(failure.sqlState()).isEqualTo(sqlState);
        assertThat(failure.message()).startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PG_VERSION", "pg_hba.conf", "global/pg_control", "base", "."})
    void aFileThatIsNoLibraryIsNotLoaded(String file) {
        String path = client.value("show data_directory") + "/" + file;

        assertThat(failureOf("load '" + path + "'").message())
                .startsWith("could not load library \"" + path + "\": " + path + ": ");
        assertThat(failureOf("create function f() returns int language c as '" + path + "', 'f'")
                        .message())
                .startsWith("could not load library \"" + path + "\"");
    }

    /** A client that can write files can give one of them any name. */
    @ParameterizedTest
    @ValueSource(strings = {"pglite.so", "initdb.so", "nosuch.so", "100%s.so"})
    void aFileWithTheNameOfALibraryOfTheHostsIsNotLoadedEither(String name) {
        String path = client.value("show data_directory") + "/" + name;
        client.rows("copy (select 1) to '" + path + "'");

        assertThat(failureOf("load '" + path + "'").message()).startsWith("could not load library");
    }

    /** OpenSSL asks the main program whether it has getentropy(). */
    @Test
    void pgcryptoLooksForSymbolsOfTheMainProgram() {
        client.rows("create extension if not exists pgcrypto");

        assertThat(client.value("select length(gen_random_bytes(16))")).isEqualTo("16");
        assertThat(failureOf("select pgp_pub_encrypt('secret', dearmor('" + "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"
                                + "AAAA\n=kWUU\n-----END PGP PUBLIC KEY BLOCK-----" + "'))")
                        .sqlState())
                .isEqualTo("39000");
    }
}
