/*
 * WebAssembly's numeric instructions, as far as C has no operator that means the same. Included by generated files only.
 *
 * Integers are unsigned; an instruction that takes its operands as signed ones converts them. Those that can trap take
 * the guest first.
 */
#ifndef PGLITEJ_RT_NUMERIC_H
#define PGLITEJ_RT_NUMERIC_H

#include "rt_access.h"

/* ---- Integers ---- */

#define RT_DIVISION(name, unsigned_type, signed_type, minimum)                                     \
  static inline unsigned_type name##_div_u(rt_guest *g, unsigned_type a, unsigned_type b) {        \
    if (RT_UNLIKELY(b == 0)) trap(g, RT_TRAP_INTEGER_DIVIDE_BY_ZERO);                                               \
    return a / b;                                                                                  \
  }                                                                                                \
  static inline unsigned_type name##_rem_u(rt_guest *g, unsigned_type a, unsigned_type b) {        \
    if (RT_UNLIKELY(b == 0)) trap(g, RT_TRAP_INTEGER_DIVIDE_BY_ZERO);                                               \
    return a % b;                                                                                  \
  }                                                                                                \
  static inline unsigned_type name##_div_s(rt_guest *g, unsigned_type a, unsigned_type b) {        \
    if (RT_UNLIKELY(b == 0)) trap(g, RT_TRAP_INTEGER_DIVIDE_BY_ZERO);                                               \
    if (RT_UNLIKELY((signed_type)a == (minimum) && (signed_type)b == -1)) trap(g, RT_TRAP_INTEGER_OVERFLOW);        \
    return (unsigned_type)((signed_type)a / (signed_type)b);                                       \
  }                                                                                                \
  static inline unsigned_type name##_rem_s(rt_guest *g, unsigned_type a, unsigned_type b) {        \
    if (RT_UNLIKELY(b == 0)) trap(g, RT_TRAP_INTEGER_DIVIDE_BY_ZERO);                                               \
    return (signed_type)b == -1 ? 0 : (unsigned_type)((signed_type)a % (signed_type)b);            \
  }

RT_DIVISION(i32, u32, s32, INT32_MIN)
RT_DIVISION(i64, u64, s64, INT64_MIN)

static inline u32 i32_clz(u32 a) {
  return a == 0 ? 32 : (u32)__builtin_clz(a);
}

static inline u64 i64_clz(u64 a) {
  return a == 0 ? 64 : (u64)__builtin_clzll(a);
}

static inline u32 i32_ctz(u32 a) {
  return a == 0 ? 32 : (u32)__builtin_ctz(a);
}

static inline u64 i64_ctz(u64 a) {
  return a == 0 ? 64 : (u64)__builtin_ctzll(a);
}

static inline u32 i32_popcnt(u32 a) {
  return (u32)__builtin_popcount(a);
}

static inline u64 i64_popcnt(u64 a) {
  return (u64)__builtin_popcountll(a);
}

RT_INLINE u32 i32_rotl(u32 a, u32 n) {
  return a << (n & 31) | a >> (-n & 31);
}

RT_INLINE u32 i32_rotr(u32 a, u32 n) {
  return a >> (n & 31) | a << (-n & 31);
}

RT_INLINE u64 i64_rotl(u64 a, u64 n) {
  return a << (n & 63) | a >> (-n & 63);
}

RT_INLINE u64 i64_rotr(u64 a, u64 n) {
  return a >> (n & 63) | a << (-n & 63);
}

/* ---- Floats as bits ---- */

#define RT_REINTERPRET(name, to, from)                   \
  RT_INLINE to name(from value) {                        \
    to bits;                                             \
    __builtin_memcpy(&bits, &value, sizeof bits);        \
    return bits;                                         \
  }

RT_REINTERPRET(i32_reinterpret_f32, u32, f32)
RT_REINTERPRET(i64_reinterpret_f64, u64, f64)
RT_REINTERPRET(f32_reinterpret_i32, f32, u32)
RT_REINTERPRET(f64_reinterpret_i64, f64, u64)

/* ---- Floats ---- */

/* The minimum of numbers where one is less, of zeros the negative one, and NaN where there is one. */
#define RT_FLOAT(name, type, suffix)                                                           \
  RT_INLINE type name##_abs(type a) { return __builtin_fabs##suffix(a); }                      \
  RT_INLINE type name##_copysign(type a, type b) { return __builtin_copysign##suffix(a, b); }  \
  RT_INLINE type name##_ceil(type a) { return __builtin_ceil##suffix(a); }                     \
  RT_INLINE type name##_floor(type a) { return __builtin_floor##suffix(a); }                   \
  RT_INLINE type name##_trunc(type a) { return __builtin_trunc##suffix(a); }                   \
  RT_INLINE type name##_nearest(type a) { return __builtin_rint##suffix(a); }                  \
  RT_INLINE type name##_sqrt(type a) { return __builtin_sqrt##suffix(a); }                     \
  static inline type name##_min(type a, type b) {                                              \
    if (a != a || b != b) return a + b;                                                        \
    if (a == b) return __builtin_signbit(a) ? a : b;                                           \
    return a < b ? a : b;                                                                      \
  }                                                                                            \
  static inline type name##_max(type a, type b) {                                              \
    if (a != a || b != b) return a + b;                                                        \
    if (a == b) return __builtin_signbit(a) ? b : a;                                           \
    return a > b ? a : b;                                                                      \
  }

RT_FLOAT(f32, f32, f)
RT_FLOAT(f64, f64, )

/* ---- Floats to integers ---- */

/* `in_range` holds for the values of a whose integral part can be represented, and not for NaN. */
#define RT_TRUNCATION(to, from, sign, result, integer, float_type, in_range, is_low, lowest, highest)  \
  static inline result to##_trunc_##from##_##sign(rt_guest *g, float_type a) {                         \
    if (RT_UNLIKELY(!(in_range))) trap(g, a != a ? RT_TRAP_INVALID_CONVERSION : RT_TRAP_INTEGER_OVERFLOW);                                          \
    return (result)(integer)a;                                                                         \
  }                                                                                                    \
  static inline result to##_trunc_sat_##from##_##sign(float_type a) {                                  \
    if (RT_UNLIKELY(!(in_range))) return (result)(a != a ? 0 : (is_low) ? (lowest) : (highest));       \
    return (result)(integer)a;                                                                         \
  }

RT_TRUNCATION(i32, f32, s, u32, s32, f32, a >= -0x1p31f && a < 0x1p31f, a < 0, INT32_MIN, INT32_MAX)
RT_TRUNCATION(i32, f64, s, u32, s32, f64, a > -0x1.00000002p31 && a < 0x1p31, a < 0, INT32_MIN, INT32_MAX)
RT_TRUNCATION(i32, f32, u, u32, u32, f32, a > -1.0f && a < 0x1p32f, a < 0, 0, UINT32_MAX)
RT_TRUNCATION(i32, f64, u, u32, u32, f64, a > -1.0 && a < 0x1p32, a < 0, 0, UINT32_MAX)
RT_TRUNCATION(i64, f32, s, u64, s64, f32, a >= -0x1p63f && a < 0x1p63f, a < 0, INT64_MIN, INT64_MAX)
RT_TRUNCATION(i64, f64, s, u64, s64, f64, a >= -0x1p63 && a < 0x1p63, a < 0, INT64_MIN, INT64_MAX)
RT_TRUNCATION(i64, f32, u, u64, u64, f32, a > -1.0f && a < 0x1p64f, a < 0, 0, UINT64_MAX)
RT_TRUNCATION(i64, f64, u, u64, u64, f64, a > -1.0 && a < 0x1p64, a < 0, 0, UINT64_MAX)

#endif
