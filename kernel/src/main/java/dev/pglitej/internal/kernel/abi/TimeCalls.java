package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.process.Process;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Calendar time and the interval timer; clocks are the engine's. Confined to the process's thread.
 *
 * <p>Local time follows TZ in the process's initial environment, if it names a zone that Java knows; otherwise it is UTC.
 */
final class TimeCalls {

    private static final int REAL_TIMER = 0;
    private static final int LAST_TIMER = 2;
    /** TZNAME_MAX and the terminating zero. */
    private static final int ZONE_NAME_BYTES = 17;

    static final int NO_TIME = 1;
    private static final int TM_YEAR_BASE = 1900;

    private final Process process;
    private final ZoneId zone;

    TimeCalls(Process process) {
        this.process = process;
        this.zone = zoneNamed(process.environment().getOrDefault("TZ", "UTC"));
    }

    private static ZoneId zoneNamed(String name) {
        try {
            return ZoneId.of(name.startsWith(":") ? name.substring(1) : name);
        } catch (DateTimeException unknown) {
            return ZoneOffset.UTC;
        }
    }

    /** (seconds west of UTC, whether there is summer time, standard name, summer name). */
    long tzset(HostCall call) {
        GuestMemory memory = call.memory();
        ZoneRules rules = zone.getRules();
        Instant now = Instant.ofEpochSecond(
                TimeUnit.NANOSECONDS.toSeconds(process.kernel().clock().realtimeNanos()));
        boolean summerTime = rules.nextTransition(now) != null;
        memory.putInt(call.i32(0), -rules.getStandardOffset(now).getTotalSeconds());
        memory.putInt(call.i32(1), summerTime ? 1 : 0);
        Instant summer = summerIn(rules, now);
        putZoneName(memory, call.i32(2), winterOf(rules, summer, now));
        putZoneName(memory, call.i32(3), summer);
        return 0;
    }

    /** A moment near {@code now} at which summer time holds, or {@code now} if there is none. */
    private static Instant summerIn(ZoneRules rules, Instant now) {
        ZoneOffsetTransition next = rules.nextTransition(now);
        return rules.isDaylightSavings(now) || next == null ? now : next.getInstant();
    }

    /** A moment near {@code summer} at which standard time holds. */
    private static Instant winterOf(ZoneRules rules, Instant summer, Instant now) {
        ZoneOffsetTransition next = rules.nextTransition(summer);
        return !rules.isDaylightSavings(now) || next == null ? now : next.getInstant();
    }

    private void putZoneName(GuestMemory memory, int address, Instant when) {
        String name = zone.normalized() instanceof ZoneOffset offset && offset.getTotalSeconds() == 0
                ? "UTC"
                : DateTimeFormatter.ofPattern("zzz", Locale.ROOT).format(when.atZone(zone));
        if (memory.putCString(address, ZONE_NAME_BYTES, name) < 0) {
            memory.putCString(
                    address, ZONE_NAME_BYTES, zone.getRules().getOffset(when).getId());
        }
    }

    /** (time, struct tm): 0, or 1 if the time is beyond all calendars. */
    long gmtime(HostCall call) {
        return breakDown(call, ZoneOffset.UTC);
    }

    /** (time, struct tm): as {@link #gmtime}. */
    long localtime(HostCall call) {
        return breakDown(call, zone);
    }

    private long breakDown(HostCall call, ZoneId where) {
        try {
            ZonedDateTime time = Instant.ofEpochSecond(call.i64(0)).atZone(where);
            put(call.memory(), call.i32(1), time);
            return 0;
        } catch (DateTimeException beyond) {
            return NO_TIME;
        }
    }

    private static void put(GuestMemory memory, int tm, ZonedDateTime time) {
        memory.putInt(tm, time.getSecond());
        memory.putInt(tm + 4, time.getMinute());
        memory.putInt(tm + 8, time.getHour());
        memory.putInt(tm + 12, time.getDayOfMonth());
        memory.putInt(tm + 16, time.getMonthValue() - 1);
        memory.putInt(tm + 20, time.getYear() - TM_YEAR_BASE);
        memory.putInt(tm + 24, time.getDayOfWeek().getValue() % 7);
        memory.putInt(tm + 28, time.getDayOfYear() - 1);
        memory.putInt(tm + 32, time.getZone().getRules().isDaylightSavings(time.toInstant()) ? 1 : 0);
        memory.putInt(tm + 36, time.getOffset().getTotalSeconds());
    }

    /** (struct tm, in any units' excess): the time, or -1; the structure is normalised. */
    long mktime(HostCall call) {
        GuestMemory memory = call.memory();
        int tm = call.i32(0);
        try {
            LocalDateTime local = LocalDateTime.of(TM_YEAR_BASE, 1, 1, 0, 0)
                    .plusYears(memory.getInt(tm + 20))
                    .plusMonths(memory.getInt(tm + 16))
                    .plusDays(memory.getInt(tm + 12) - 1L)
                    .plusHours(memory.getInt(tm + 8))
                    .plusMinutes(memory.getInt(tm + 4))
                    .plusSeconds(memory.getInt(tm));
            ZonedDateTime time = inZone(local, memory.getInt(tm + 32));
            put(memory, tm, time);
            return time.toEpochSecond();
        } catch (DateTimeException beyond) {
            return -1;
        }
    }

    /** Of the two moments that {@code local} may be in autumn, the one that {@code isSummer} says; the first if negative. */
    private ZonedDateTime inZone(LocalDateTime local, int isSummer) {
        ZonedDateTime first = local.atZone(zone).withEarlierOffsetAtOverlap();
        boolean firstIsSummer = zone.getRules().isDaylightSavings(first.toInstant());
        if (isSummer < 0 || firstIsSummer == isSummer > 0) return first;
        ZonedDateTime second = first.withLaterOffsetAtOverlap();
        if (!second.equals(first)) return second;
        // The caller counts in the other of the two times: an hour's difference, the other way round in summer.
        Duration saving = savingAround(first.toInstant());
        return first.plus(firstIsSummer ? saving : saving.negated());
    }

    private Duration savingAround(Instant when) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition next = rules.nextTransition(when);
        return rules.isDaylightSavings(when)
                ? rules.getDaylightSavings(when)
                : next == null ? Duration.ZERO : rules.getDaylightSavings(next.getInstant());
    }

    /** (which, milliseconds): expiry is the process's to notice. */
    long setitimer(HostCall call) {
        int which = call.i32(0);
        double milliseconds = call.f64(1);
        if (which < REAL_TIMER || which > LAST_TIMER || !(milliseconds >= 0)) throw Errno.EINVAL.failure();
        if (which != REAL_TIMER) throw Errno.ENOSYS.failure();
        process.timer().set((long) (milliseconds * TimeUnit.MILLISECONDS.toNanos(1)));
        return 0;
    }
}
