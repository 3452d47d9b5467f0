package dev.pglitej.translator.run;

import java.util.ArrayList;
import java.util.List;

/** A call of an export; floats are given as their bits. */
public record Call(String export, List<Long> arguments) {
    public static Call of(String export, long... arguments) {
        List<Long> boxed = new ArrayList<>();
        for (long argument : arguments) boxed.add(argument);
        return new Call(export, boxed);
    }

    public static long bits(float value) {
        return Float.floatToRawIntBits(value) & 0xffffffffL;
    }

    public static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
