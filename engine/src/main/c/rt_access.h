/*
 * What translated code does with a guest's memory, table, globals and imports. Included by generated files only.
 *
 * Names are those of WebAssembly's instructions where there is one. Loads and stores are not checked: see rt.h.
 */
#ifndef PGLITEJ_RT_ACCESS_H
#define PGLITEJ_RT_ACCESS_H

#include "rt.h"

/* Generated code has variables that it never reads, as the wasm has values that it drops; so does the compiler. */
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#ifdef __clang__
/* The truth of two comparisons may be combined by a bitwise instruction. */
#pragma clang diagnostic ignored "-Wbitwise-instead-of-logical"
#endif

typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
typedef float f32;
typedef double f64;

#define RT_INLINE static inline __attribute__((always_inline))
#define RT_COLD static __attribute__((unused, cold, noinline))
#define RT_UNLIKELY(condition) __builtin_expect((condition) != 0, 0)

/* ---- Traps ---- */

/*
 * Not declared to be without return, so that it ends in a jump: the return address that the runtime sees then lies in
 * the function that trapped.
 */
RT_COLD void trap_raise(rt_guest *g, enum rt_trap trap) {
  void (*raise)(rt_guest *, enum rt_trap) = rt_header(g)->api->trap;
  raise(g, trap);
}

__attribute__((noreturn)) RT_INLINE void trap(rt_guest *g, enum rt_trap trap) {
  trap_raise(g, trap);
  __builtin_unreachable();
}

__attribute__((noreturn)) RT_INLINE void trap_unreachable(rt_guest *g) {
  trap(g, RT_TRAP_UNREACHABLE);
}

/* ---- Stack ---- */

/*
 * The base of the program's stack in linear memory, read at an address: the program takes the distance from it for the
 * depth of its recursion. Moved away by half of what the C stack holds, so that programs get about as deep as when compiled
 * for the host: RATIONALE, "How deep may PostgreSQL recurse?". 0, no base so far, stays 0.
 */
RT_INLINE u32 stack_base(rt_guest *g, u32 address) {
  u32 base;
  __builtin_memcpy(&base, (char *)g + address, sizeof base);
  u32 held = (u32)(rt_header(g)->stack_top - (char *)__builtin_frame_address(0));
  return base == 0 ? 0 : base + held / 2;
}

/* ---- Memory ---- */

static inline char *rt_at(rt_guest *g, u32 address, u32 offset) {
  return (char *)g + (u64)address + offset;
}

/* Loads `stored`, widens it to `wide` and gives its bits as `type`. */
#define RT_LOAD(name, type, wide, stored)                            \
  RT_INLINE type name(rt_guest *g, u32 address, u32 offset) {        \
    stored value;                                                    \
    __builtin_memcpy(&value, rt_at(g, address, offset), sizeof value); \
    return (type)(wide)value;                                        \
  }

#define RT_STORE(name, type, stored)                                      \
  RT_INLINE void name(rt_guest *g, u32 address, u32 offset, type wide) {  \
    stored value = (stored)wide;                                          \
    __builtin_memcpy(rt_at(g, address, offset), &value, sizeof value);    \
  }

RT_LOAD(i32_load, u32, u32, u32)
RT_LOAD(i64_load, u64, u64, u64)
RT_LOAD(f32_load, f32, f32, f32)
RT_LOAD(f64_load, f64, f64, f64)
RT_LOAD(i32_load8_s, u32, s32, s8)
RT_LOAD(i32_load8_u, u32, u32, uint8_t)
RT_LOAD(i32_load16_s, u32, s32, s16)
RT_LOAD(i32_load16_u, u32, u32, uint16_t)
RT_LOAD(i64_load8_s, u64, s64, s8)
RT_LOAD(i64_load8_u, u64, u64, uint8_t)
RT_LOAD(i64_load16_s, u64, s64, s16)
RT_LOAD(i64_load16_u, u64, u64, uint16_t)
RT_LOAD(i64_load32_s, u64, s64, s32)
RT_LOAD(i64_load32_u, u64, u64, u32)
RT_STORE(i32_store, u32, u32)
RT_STORE(i64_store, u64, u64)
RT_STORE(f32_store, f32, f32)
RT_STORE(f64_store, f64, f64)
RT_STORE(i32_store8, u32, uint8_t)
RT_STORE(i32_store16, u32, uint16_t)
RT_STORE(i64_store8, u64, uint8_t)
RT_STORE(i64_store16, u64, uint16_t)
RT_STORE(i64_store32, u64, u32)

RT_INLINE u32 memory_size(rt_guest *g) {
  return rt_header(g)->memory_pages;
}

static inline u32 memory_grow(rt_guest *g, u32 pages) {
  return rt_header(g)->api->memory_grow(g, pages);
}

static inline int rt_is_outside_memory(rt_guest *g, u32 address, u32 bytes) {
  u64 end = (u64)address + bytes;
  return end > (u64)rt_header(g)->memory_pages * RT_WASM_PAGE &&
         (address < RT_SHARED_FROM || end > rt_header(g)->shared_end);
}

static inline void memory_copy(rt_guest *g, u32 to, u32 from, u32 bytes) {
  if (RT_UNLIKELY(rt_is_outside_memory(g, to, bytes) || rt_is_outside_memory(g, from, bytes))) {
    trap(g, RT_TRAP_MEMORY_OUT_OF_BOUNDS);
  }
  __builtin_memmove(rt_at(g, to, 0), rt_at(g, from, 0), bytes);
}

static inline void memory_fill(rt_guest *g, u32 to, u32 value, u32 bytes) {
  if (RT_UNLIKELY(rt_is_outside_memory(g, to, bytes))) {
    trap(g, RT_TRAP_MEMORY_OUT_OF_BOUNDS);
  }
  __builtin_memset(rt_at(g, to, 0), (int)(value & 0xff), bytes);
}

/* Copies from a data segment of this length. */
static inline void memory_init(rt_guest *g, u32 to, u32 from, u32 bytes, const unsigned char *data, u32 length) {
  if (RT_UNLIKELY(rt_is_outside_memory(g, to, bytes) || (u64)from + bytes > length)) {
    trap(g, RT_TRAP_MEMORY_OUT_OF_BOUNDS);
  }
  __builtin_memcpy(rt_at(g, to, 0), data + from, bytes);
}

/* An active data segment: its place behind a base, and where its bytes lie in the module's data. */
struct data_segment {
  u32 destination;
  u32 offset;
  u32 bytes;
};

static inline void data_segments_init(
    rt_guest *g, u32 base, const unsigned char *data, const struct data_segment *segments, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const struct data_segment *s = &segments[i];
    memory_init(g, base + s->destination, 0, s->bytes, data + s->offset, s->bytes);
  }
}

/* ---- Globals and slots: cells of 8 bytes ---- */

#define RT_CELL(name, type)                            \
  RT_INLINE type name##_get(const char *cell) {        \
    return *(const type *)(const void *)cell;          \
  }                                                    \
  RT_INLINE void name##_set(char *cell, type value) {  \
    *(type *)(void *)cell = value;                     \
  }

RT_CELL(i32, u32)
RT_CELL(i64, u64)
RT_CELL(f32, f32)
RT_CELL(f64, f64)

RT_INLINE rt_code code_get(const char *cell) {
  return *(const rt_code *)(const void *)cell;
}

/* How much of a passive segment is left: all, until it is dropped. */
static inline u32 segment_length(const char *cell, u32 length) {
  return i32_get(cell) ? 0 : length;
}

static inline void segment_drop(char *cell) {
  i32_set(cell, 1);
}

/* ---- Table ---- */

RT_COLD void indirect_raise(rt_guest *g, u32 index) {
  void (*raise)(rt_guest *, enum rt_trap) = rt_header(g)->api->trap;
  int is_null = index >= RT_TABLE_CAPACITY || rt_table(g)[index].type == 0;
  raise(g, is_null ? RT_TRAP_UNDEFINED_ELEMENT : RT_TRAP_INDIRECT_CALL_TYPE);
}

/* The code to call for an element, which has to be a function of this type. Entries beyond the table are null. */
RT_INLINE rt_code indirect(rt_guest *g, u32 index, u32 type) {
  const struct rt_entry *entry = rt_table(g) + index;
  if (RT_UNLIKELY(index >= RT_TABLE_CAPACITY || entry->type != type)) {
    indirect_raise(g, index);
    __builtin_unreachable();
  }
  return entry->code;
}

static inline int rt_is_outside_table(rt_guest *g, u32 index, u32 entries) {
  return (u64)index + entries > rt_header(g)->table_size;
}

static inline u32 table_size(rt_guest *g) {
  return rt_header(g)->table_size;
}

static inline u32 table_grow(rt_guest *g, struct rt_entry value, u32 entries) {
  return rt_header(g)->api->table_grow(g, entries, value);
}

static inline struct rt_entry table_get(rt_guest *g, u32 index) {
  if (RT_UNLIKELY(rt_is_outside_table(g, index, 1))) {
    trap(g, RT_TRAP_TABLE_OUT_OF_BOUNDS);
  }
  return rt_table(g)[index];
}

static inline void table_set(rt_guest *g, u32 index, struct rt_entry value) {
  if (RT_UNLIKELY(rt_is_outside_table(g, index, 1))) {
    trap(g, RT_TRAP_TABLE_OUT_OF_BOUNDS);
  }
  rt_table(g)[index] = value;
}

static inline void table_fill(rt_guest *g, u32 to, struct rt_entry value, u32 entries) {
  if (RT_UNLIKELY(rt_is_outside_table(g, to, entries))) {
    trap(g, RT_TRAP_TABLE_OUT_OF_BOUNDS);
  }
  for (u32 i = 0; i < entries; i++) {
    rt_table(g)[to + i] = value;
  }
}

static inline void table_copy(rt_guest *g, u32 to, u32 from, u32 entries) {
  if (RT_UNLIKELY(rt_is_outside_table(g, to, entries) || rt_is_outside_table(g, from, entries))) {
    trap(g, RT_TRAP_TABLE_OUT_OF_BOUNDS);
  }
  __builtin_memmove(rt_table(g) + to, rt_table(g) + from, entries * sizeof(struct rt_entry));
}

/* Copies from an element segment of this length. */
static inline void table_init(
    rt_guest *g, u32 to, u32 from, u32 entries, const struct rt_entry *elements, u32 length) {
  if (RT_UNLIKELY(rt_is_outside_table(g, to, entries) || (u64)from + entries > length)) {
    trap(g, RT_TRAP_TABLE_OUT_OF_BOUNDS);
  }
  __builtin_memcpy(rt_table(g) + to, elements + from, entries * sizeof(struct rt_entry));
}

static inline u32 ref_is_null(struct rt_entry reference) {
  return reference.type == 0;
}

#endif
