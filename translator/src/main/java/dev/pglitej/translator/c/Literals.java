package dev.pglitej.translator.c;

import dev.pglitej.translator.lower.Expression.Constant;
import dev.pglitej.translator.wasm.ValueType;

/** Constants in C. */
final class Literals {
    private static final double LARGEST_DECIMAL = 1e15;

    private Literals() {}

    static CText of(Constant constant) {
        return switch (constant.type()) {
            case I32 -> unsigned(lowHalf(constant), "u");
            case I64 -> unsigned(constant.bits(), "ull");
            case F32 -> f32((int) constant.bits());
            case F64 -> f64(constant.bits());
            case FUNCREF -> throw new IllegalArgumentException("functions are not constants");
        };
    }

    private static long lowHalf(Constant constant) {
        return (int) constant.bits();
    }

    /** For operands of bitwise instructions, where digits say more in hexadecimal. */
    static CText hexadecimal(Constant constant) {
        return switch (constant.type()) {
            case I32 -> CText.primary("0x" + Integer.toHexString((int) constant.bits()) + "u");
            case I64 -> CText.primary("0x" + Long.toHexString(constant.bits()) + "ull");
            default -> of(constant);
        };
    }

    /** For operands of instructions that take their bits as a signed number. */
    static CText signed(Constant constant) {
        boolean is32Bit = constant.type() == ValueType.I32;
        long value = is32Bit ? (int) constant.bits() : constant.bits();
        String suffix = is32Bit ? "" : "ll";
        if (value == (is32Bit ? Integer.MIN_VALUE : Long.MIN_VALUE)) {
            return CText.primary("(" + (value + 1) + suffix + " - 1)");
        }
        return value < 0 ? CText.unary(value + suffix) : CText.primary(value + suffix);
    }

    /** Negating an unsigned number is well defined in C, and -16u is easier read than 4294967280u. */
    private static CText unsigned(long value, String suffix) {
        if (value >= 0) return CText.primary(value + suffix);
        String magnitude = value == Long.MIN_VALUE ? "9223372036854775808" : Long.toString(-value);
        return CText.unary("-" + magnitude + suffix);
    }

    private static CText f32(int bits) {
        float value = Float.intBitsToFloat(bits);
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            return CText.primary("f32_reinterpret_i32(0x" + Integer.toHexString(bits) + "u)");
        }
        return number(isShort(value) ? (long) value + ".0f" : Float.toHexString(value) + "f", bits < 0, value == 0);
    }

    private static CText f64(long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return CText.primary("f64_reinterpret_i64(0x" + Long.toHexString(bits) + "ull)");
        }
        return number(isShort(value) ? (long) value + ".0" : Double.toHexString(value), bits < 0, value == 0);
    }

    private static boolean isShort(double value) {
        return value == Math.rint(value) && Math.abs(value) < LARGEST_DECIMAL;
    }

    private static CText number(String text, boolean isNegative, boolean isZero) {
        if (!isNegative) return CText.primary(text);
        return CText.unary(isZero ? "-" + text : text);
    }
}
