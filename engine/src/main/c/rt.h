/*
 * The contract between translated code and the runtime: where a guest keeps what, and what generated code may ask for.
 *
 * A guest is one process of translated WebAssembly. It is known by one address, the address of byte 0 of its linear
 * memory, which every translated function takes first and which therefore stays in one register. All else that belongs
 * to the guest lies below that address, at distances fixed at build time:
 *
 *     reservation start
 *       table           RT_TABLE_CAPACITY entries of struct rt_entry
 *       module areas    each loaded module's globals and import slots; the main module's area comes first
 *       header          struct rt_header, ending at the guest's address
 *     rt_guest *        linear memory, 8 GiB of address space of which memory_pages * 64 KiB are accessible
 *       guard
 *
 * A 32-bit address plus a 32-bit offset cannot leave the 8 GiB, so no access needs a check; growing makes pages
 * accessible, and memory never moves. Shared memory may also be mapped where the memory can never grow to, from
 * RT_SHARED_FROM on: it then takes nothing of what the guest may have. Little-endian hosts only: wasm's byte order is the host's.
 */
#ifndef PGLITEJ_RT_H
#define PGLITEJ_RT_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Changes whenever anything in this file changes in a way that compiled modules can see. */
#define RT_ABI 3

/* A guest's linear memory, as its address. Never defined: it is only ever pointed to. */
typedef struct rt_guest rt_guest;

#define RT_WASM_PAGE 65536u
#define RT_MEMORY_RESERVED ((uint64_t)8 << 30)
#define RT_SHARED_FROM 0x80000000u
#define RT_HEADER_BYTES 65536
#define RT_AREA_BYTES (1 << 20)
/* The main module's part of the module areas; side modules get theirs behind it. */
#define RT_MAIN_AREA_BYTES 65536
#define RT_TABLE_CAPACITY 131072u

#define RT_HEADER_OFFSET (-(ptrdiff_t)RT_HEADER_BYTES)
#define RT_AREA_OFFSET (RT_HEADER_OFFSET - (ptrdiff_t)RT_AREA_BYTES)
#define RT_TABLE_OFFSET (RT_AREA_OFFSET - (ptrdiff_t)RT_TABLE_CAPACITY * 16)

/* A translated function, called only after a cast to its real type (see struct rt_type). */
typedef void (*rt_code)(void);

/* One element of the guest's table. All zero bytes are the null reference. */
struct rt_entry {
  uint32_t type; /* canonical type id (struct rt_type.id); 0 is null */
  uint32_t reserved;
  rt_code code;
};
_Static_assert(sizeof(struct rt_entry) == 16, "entries are addressed by shifting");

enum rt_trap {
  RT_TRAP_NONE,
  RT_TRAP_UNREACHABLE,
  RT_TRAP_INTEGER_DIVIDE_BY_ZERO,
  RT_TRAP_INTEGER_OVERFLOW,
  RT_TRAP_INVALID_CONVERSION,
  RT_TRAP_MEMORY_OUT_OF_BOUNDS,
  RT_TRAP_TABLE_OUT_OF_BOUNDS,
  RT_TRAP_UNDEFINED_ELEMENT,    /* call_indirect of a null entry or beyond the table */
  RT_TRAP_INDIRECT_CALL_TYPE,   /* call_indirect of a function of another type */
  RT_TRAP_STACK_OVERFLOW,
  RT_TRAP_LONGJMP_WITHOUT_FRAME,
  RT_TRAP_UNRESOLVED_IMPORT     /* a side module's function that nothing provides was called */
};

#define RT_MAX_ARGUMENTS 32

/* What a guest asks of its host, or tells it. Shared with Java, which reads and answers it in place. */
struct rt_request {
  uint32_t kind;   /* enum rt_request_kind */
  uint32_t module; /* struct rt_module_state.id of the asking module */
  uint32_t import; /* index into that module's imports */
  uint32_t depth;  /* how many calls of the host stand on the guest's stack */
  uint32_t trap;   /* enum rt_trap */
  uint32_t answer; /* enum rt_answer */
  uint64_t fault;  /* the address in linear memory of a memory fault */
  uint64_t argument[RT_MAX_ARGUMENTS]; /* i32 zero-extended, f32 and f64 as their bits */
  uint64_t result[RT_MAX_ARGUMENTS];
};

enum rt_request_kind { RT_REQUEST_NONE, RT_REQUEST_RETURNED, RT_REQUEST_HOST_CALL, RT_REQUEST_TRAPPED };

/* How the host answers a hook: with a result of its own, or by letting the original function run. */
enum rt_answer { RT_ANSWER_RESULT, RT_ANSWER_PROCEED };

/* A setjmp point of an invoke_* import; lives in the frame of the function that made it. */
struct rt_jump {
  struct rt_jump *outer;
  uint32_t stack_pointer; /* of linear memory */
  uint32_t depth;
  jmp_buf state;
};

struct rt_api;

/* Fixed state of a guest that generated code may touch. */
struct rt_header {
  const struct rt_api *api;
  struct rt_jump *jump; /* the innermost setjmp point of the current call from the host */
  uint32_t memory_pages;
  uint32_t memory_max_pages;
  uint32_t table_size;
  uint32_t table_max;
  struct rt_request request;
  char *stack_top; /* where the guest's C stack begins, which grows down */
  uint64_t shared_end; /* of all that is mapped shared from RT_SHARED_FROM on; 0 where nothing is */
  /* What follows is the runtime's own (struct rt_private in runtime.h). */
};
_Static_assert(sizeof(struct rt_header) < 4096, "the runtime's own part needs the rest of the header");

/* What the runtime does for generated code. Reached through the header, so modules link against nothing. */
struct rt_api {
  /* Yields to the host with the request filled in; returns when the host has answered. */
  void (*host_call)(rt_guest *g);
  /* Ends the current call of the host with a trap. */
  void (*trap)(rt_guest *g, enum rt_trap trap) __attribute__((noreturn));
  /* memory.grow: the former size in pages, or -1. */
  uint32_t (*memory_grow)(rt_guest *g, uint32_t pages);
  /* table.grow: the former size, or -1. */
  uint32_t (*table_grow)(rt_guest *g, uint32_t entries, struct rt_entry value);
  /* Links a setjmp point; the caller then calls setjmp on jump->state in its own frame. */
  void (*jump_enter)(rt_guest *g, struct rt_jump *jump);
  /* After a longjmp arrived at jump: unlinks it, restores the guest's stack pointer, calls setThrew(1, 0). */
  void (*jump_landed)(rt_guest *g, struct rt_jump *jump);
};

static inline struct rt_header *rt_header(rt_guest *g) {
  return (struct rt_header *)((char *)g + RT_HEADER_OFFSET);
}

static inline struct rt_entry *rt_table(rt_guest *g) {
  return (struct rt_entry *)((char *)g + RT_TABLE_OFFSET);
}

/* ---- What a translated module tells of itself ---- */

/*
 * Function types are named by signature: parameters, a colon, results, each i (i32), j (i64), f (f32), d (f64), as in
 * "iij:i". The canonical id is the 32-bit FNV-1a hash of the signature (0 replaced by 1), so that it is the same in all
 * modules and known when they are compiled; the runtime refuses a module in which two signatures share an id.
 */
struct rt_type {
  const char *signature;
  uint32_t id;
  /* Calls a function of this type: arguments and results as in struct rt_request. */
  void (*enter)(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results);
};

enum rt_kind { RT_KIND_FUNCTION, RT_KIND_GLOBAL, RT_KIND_MEMORY, RT_KIND_TABLE };

/*
 * An import. A function's slot, at `slot` bytes into the module's area, holds the code to call, of exactly the
 * import's type; the runtime puts `host` there (a generated function that packs its arguments into the request and
 * yields) unless it resolves the import otherwise. An immutable global's slot holds the value itself (8 bytes). A
 * mutable global's slot holds an int64: the distance in bytes from the guest's address to the 8-byte cell with the value.
 *
 * A hook (a function that the build asked to override or wrap) is an import of module "hook". Its slot starts out as
 * 0, which means that the original runs and the host is not asked.
 */
struct rt_import {
  const char *module;
  const char *name;
  enum rt_kind kind;
  uint32_t type; /* functions: index into types; globals: the type's letter */
  uint32_t slot;
  rt_code host;
  uint8_t is_mutable; /* globals */
};

struct rt_export {
  const char *name;
  enum rt_kind kind;
  uint32_t type;  /* functions: index into types; globals: the type's letter */
  rt_code code;   /* functions; null for an import that is exported again */
  uint32_t index; /* functions: wasm function index; globals: bytes into the module's area of its 8-byte cell */
  uint8_t is_mutable; /* globals */
};

/* A function defined by the module, in the order of wasm's function index, imports left out. */
struct rt_function {
  rt_code code;
  uint32_t type;   /* index into types */
  uint32_t offset; /* of its body in the wasm file */
};

/* The part of a loaded module that is written: once, when it is registered, before any guest uses it. */
struct rt_module_state {
  uint32_t id;          /* of this module in this process */
  uint32_t area_offset; /* of its area behind RT_AREA_OFFSET; always 0 for a main module */
};

/* A translated module. Each library exports one, as RT_MODULE_SYMBOL. */
struct rt_module {
  uint32_t abi; /* RT_ABI */
  const char *name;
  const char *wasm_sha256; /* of the wasm file it was made from, lower-case hexadecimal */
  struct rt_module_state *state;
  uint32_t area_bytes;
  uint32_t type_count, import_count, export_count, function_count;
  const struct rt_type *types;
  const struct rt_import *imports;
  const struct rt_export *exports;
  const struct rt_function *functions;
  uint32_t memory_min_pages, memory_max_pages; /* own or imported; max 0xffffffff where the module names none */
  uint32_t table_min, table_max;               /* likewise */
  uint8_t is_side_module;                      /* position independent: has a dylink.0 section with sizes */
  uint32_t dylink_memory_bytes, dylink_memory_align_log2, dylink_table_entries, dylink_table_align_log2;
  /* Instantiation, in this order. Imports are resolved before the first. */
  void (*init_globals)(rt_guest *g);
  void (*init_table)(rt_guest *g);  /* active element segments; traps where they do not fit */
  void (*init_memory)(rt_guest *g); /* active data segments; likewise */
  rt_code start;                    /* "():" with the guest; null where there is none */
};

#define RT_MODULE_SYMBOL "pglitej_module"

#endif
