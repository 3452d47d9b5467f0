package dev.pglitej.internal.kernel.abi;

import static dev.pglitej.internal.kernel.abi.Machine.minus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.process.IntervalTimer;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TimeCallsTest {

    private static final int TM = 1024;

    private final Machine utc = new Machine();
    private final Machine berlin = new Machine(Map.of("TZ", ":Europe/Berlin"));

    private static int[] fields(Machine machine) {
        int[] fields = new int[10];
        for (int i = 0; i < fields.length; i++) fields[i] = machine.memory.getInt(TM + 4 * i);
        return fields;
    }

    @Test
    void aTimeIsBrokenDownInUtc() {
        assertThat(utc.call("_gmtime_js", 951_782_400 + 3661, TM)).isZero();

        assertThat(fields(utc)).containsExactly(1, 1, 1, 29, 1, 100, 2, 59, 0, 0);
        assertThat(utc.call("_localtime_js", -1, TM)).isZero();
        assertThat(fields(utc)).containsExactly(59, 59, 23, 31, 11, 69, 3, 364, 0, 0);
    }

    @Test
    void aTimeIsBrokenDownInTheZoneOfTheEnvironment() {
        assertThat(berlin.call("_localtime_js", 1_720_000_000, TM)).isZero();

        assertThat(fields(berlin)).containsExactly(40, 46, 11, 3, 6, 124, 3, 184, 1, 7200);
    }

    @Test
    void timesBeyondTheCalendarFail() {
        assertThat(utc.call("_gmtime_js", Long.MAX_VALUE, TM)).isEqualTo(1);
        assertThat(utc.call("_localtime_js", Long.MIN_VALUE, TM)).isEqualTo(1);
    }

    @Test
    void brokenDownTimesAreNormalisedAndComposed() {
        put(berlin, 0, 0, 24, 32, 11, 123, -1);

        assertThat(berlin.callLong("_mktime_js", TM)).isEqualTo(1_704_150_000);
        assertThat(fields(berlin)).containsExactly(0, 0, 0, 2, 0, 124, 2, 1, 0, 3600);
    }

    @Test
    void inAutumnTheCallerChoosesBetweenTwoMoments() {
        put(berlin, 0, 30, 2, 29, 9, 123, 1);
        assertThat(berlin.callLong("_mktime_js", TM)).isEqualTo(1_698_539_400);
        put(berlin, 0, 30, 2, 29, 9, 123, 0);
        assertThat(berlin.callLong("_mktime_js", TM)).isEqualTo(1_698_543_000);
        put(berlin, 0, 0, 12, 1, 6, 123, 0);
        assertThat(berlin.callLong("_mktime_js", TM)).isEqualTo(1_688_205_600 + 3600);
    }

    private static void put(Machine machine, int... fields) {
        int[] order = {0, 4, 8, 12, 16, 20, 32};
        for (int i = 0; i < order.length; i++) machine.memory.putInt(TM + order[i], fields[i]);
    }

    @Test
    void aZoneTellsItsOffsetAndNames() {
        berlin.call("_tzset_js", TM, TM + 4, TM + 8, TM + 32);

        assertThat(berlin.memory.getInt(TM)).isEqualTo(-3600);
        assertThat(berlin.memory.getInt(TM + 4)).isEqualTo(1);
        assertThat(berlin.memory.cString(TM + 8)).isEqualTo("CET");
        assertThat(berlin.memory.cString(TM + 32)).isEqualTo("CEST");
    }

    @Test
    void anUnknownZoneIsUtc() {
        Machine machine = new Machine(Map.of("TZ", "Nowhere/Land"));
        machine.call("_tzset_js", TM, TM + 4, TM + 8, TM + 32);

        assertThat(machine.memory.getInt(TM)).isZero();
        assertThat(machine.memory.getInt(TM + 4)).isZero();
        assertThat(machine.memory.cString(TM + 8)).isEqualTo("UTC");
        assertThat(machine.memory.cString(TM + 32)).isEqualTo("UTC");
    }

    @Test
    void theIntervalTimerHasADeadlineUntilItIsStopped() {
        assertThat(utc.call("_setitimer_js", 0, Double.doubleToRawLongBits(60_000.0)))
                .isZero();
        assertThat(utc.process.timer().deadlineNanos()).isNotEqualTo(IntervalTimer.NEVER);
        assertThat(utc.process.timer().takeExpiry()).isFalse();

        assertThat(utc.call("_setitimer_js", 0, 0)).isZero();
        assertThat(utc.process.timer().deadlineNanos()).isEqualTo(IntervalTimer.NEVER);
    }

    @Test
    void otherTimersAndAbsurdTimesAreRefused() {
        assertThat(utc.call("_setitimer_js", 1, 0)).isEqualTo(minus(Errno.ENOSYS));
        assertThat(utc.call("_setitimer_js", 3, 0)).isEqualTo(minus(Errno.EINVAL));
        assertThat(utc.call("_setitimer_js", 0, Double.doubleToRawLongBits(Double.NaN)))
                .isEqualTo(minus(Errno.EINVAL));
        assertThat(utc.call("_setitimer_js", 0, Double.doubleToRawLongBits(-1.0)))
                .isEqualTo(minus(Errno.EINVAL));
    }
}
