package dev.pglitej.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompareOptionsTest {
    @Test
    void withoutArgumentsEverythingRunsAtFullScale() {
        CompareOptions options = CompareOptions.parse();

        assertThat(options.scale()).isEqualTo(Scale.full());
        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.only()).isEmpty();
        assertThat(options.ours()).isEmpty();
    }

    @Test
    void quickHasSmallerDataAndFewerRounds() {
        CompareOptions options = CompareOptions.parse("--quick");

        assertThat(options.scale()).isEqualTo(Scale.quick());
        assertThat(options.rounds()).isEqualTo(3);
    }

    @Test
    void aNumberOfRoundsWinsOverThatOfQuick() {
        assertThat(CompareOptions.parse("--rounds", "11", "--quick").rounds()).isEqualTo(11);
    }

    @Test
    void aServerThatRunsAlreadyCanBeNamed() {
        assertThat(CompareOptions.parse("--ours", "127.0.0.1:5432").ours()).contains(new Address("127.0.0.1", 5432));
        assertThat(CompareOptions.parse("--against", "127.0.0.1:5433").against())
                .contains(new Address("127.0.0.1", 5433));
    }

    @Test
    void chosenRowsKeepTheOrderOfTheList() {
        CompareOptions options = CompareOptions.parse("--only", "vacuum,join");

        List<Row> chosen = options.choose(Rows.of(Scale.quick()));

        assertThat(chosen).extracting(Row::name).containsExactly("join", "vacuum");
    }

    @Test
    void aRowThatIsNotThereIsRefusedWithTheNamesOfThoseThatAre() {
        CompareOptions options = CompareOptions.parse("--only", "jion");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> options.choose(Rows.of(Scale.quick())))
                .withMessageStartingWith("there is no row jion; there are aggregates, group-by");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--fast | unknown option --fast",
                "--rounds | --rounds needs a value",
                "--rounds 0 | --rounds needs a number from 1 on, not '0'",
                "--rounds many | --rounds needs a number from 1 on, not 'many'",
                "--ours 5432 | --ours needs HOST:PORT, not '5432'",
                "--ours localhost:5432/db | --ours needs HOST:PORT, not 'localhost:5432/db'"
            })
    void wrongArgumentsAreRefused(String arguments, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> CompareOptions.parse(arguments.split(" ", -1)))
                .withMessage(message);
    }
}
