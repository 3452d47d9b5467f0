package dev.pglitej;

import dev.pglitej.spi.Sessions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Asks all the time, and gets right answers always; its session ends with its database's processes alone. */
final class CampaignCanary extends CampaignClient {
    private final AtomicInteger answers = new AtomicInteger();

    CampaignCanary(Supplier<? extends Sessions> database, long seed) {
        super(database, seed);
    }

    @Override
    void begin(ScriptedClient session) {
        session.rows("set application_name = 'canary'");
    }

    @Override
    void work(ScriptedClient session) {
        int number = random.nextInt(1000);
        expect(
                List.of(String.valueOf(6 * number), Integer.toString(CampaignTeller.ACCOUNTS * CampaignTeller.BALANCE)),
                session.rows("select 6 * " + number + ", sum(balance) from account")
                        .get(0));
        expect(
                List.of("500500"),
                session.rows(
                                "select sum(n) from (select n from generate_series(1, 1000) n order by md5(n::text)) shuffled")
                        .get(0));
        answers.incrementAndGet();
    }

    private static void expect(List<String> expected, List<String> answer) {
        if (!answer.equals(expected)) throw new AssertionError("answered " + answer + " instead of " + expected);
    }

    /** From any thread. */
    int answers() {
        return answers.get();
    }
}
