/*
 * What the runtime's own files share with each other: the private part of a guest's header, and the functions of each
 * file. Generated code sees rt.h alone.
 *
 * A guest runs on a C stack of its own. The host resumes it, and it switches back whenever it asks for something, has
 * returned, or has trapped; so no frame of the host ever stands on a guest's stack. What the host wants is in struct
 * rt_control, what the guest wants is in struct rt_request. Both are read and written in place by Java.
 */
#ifndef PGLITEJ_RUNTIME_H
#define PGLITEJ_RUNTIME_H

#include <stdatomic.h>
#include <stdbool.h>

#include "rt.h"

enum rt_status {
  RT_OK,
  RT_BUSY,          /* another thread is running the guest */
  RT_DEAD,          /* the guest has trapped */
  RT_SYSTEM,        /* the operating system refused; errno tells why */
  RT_OUT_OF_BOUNDS, /* a range does not lie in the guest's memory */
  RT_MISALIGNED,    /* an address is not a multiple of 64 KiB */
  RT_EXHAUSTED,     /* a fixed capacity of the runtime is used up */
  RT_INVALID,       /* the module is not one that this runtime can run */
  RT_LINKED,        /* side modules are loaded, of which a saved image can say nothing */
  RT_FOREIGN,       /* the file was saved by another build */
  RT_DAMAGED        /* the file is not what was saved */
};

/* What the host wants of a guest that it resumes. */
enum rt_command {
  RT_COMMAND_ANSWER, /* go on: the request has been answered */
  RT_COMMAND_CALL,   /* run a function on top of what is suspended: request.argument, request.result */
  RT_COMMAND_ABANDON /* give up the innermost call of the host, with all frames in it */
};

/* The kinds of request that only the runtime makes, behind those of enum rt_request_kind. */
enum { RT_REQUEST_ABANDONED = RT_REQUEST_TRAPPED + 1 };

/* The host's half of the conversation. Shared with Java; lies right behind struct rt_header. */
struct rt_control {
  uint32_t command; /* enum rt_command */
  uint32_t reserved;
  uint64_t code;     /* RT_COMMAND_CALL: the function, */
  uint64_t enter;    /* and rt_type.enter of its type */
  uint64_t trap_at;  /* the machine address at which a trap was raised, or 0 */
};

/* One call of the host that stands on the guest's stack; lives in the frame of the function that runs it. */
struct rt_call {
  struct rt_call *outer;
  struct rt_jump *jump;   /* the innermost setjmp point when it began */
  uint32_t stack_pointer; /* of linear memory, when it began */
  uint32_t depth;
  jmp_buf base;
};

/* A C stack with an inaccessible end. */
struct rt_stack {
  char *start; /* of the guard */
  size_t bytes; /* with the guard */
};
#define RT_STACK_GUARD_BYTES ((size_t)1 << 20)

/* The last part of the module areas: cells that belong to no module, in which side modules find symbols' addresses. */
#define RT_GOT_BYTES 65536

/* Host functions that a guest can have in its table; each has a small piece of code of its own (see entry_*.S). */
#define RT_HOST_FUNCTIONS 256
#define RT_SIGNATURE_BYTES (RT_MAX_ARGUMENTS + 4)
/* request.module of a call of such a function; request.import is its index. */
#define RT_HOST_MODULE 0

struct rt_range {
  uint64_t from, to;
};

/* A list that grows; freed by rt_ranges_free. */
struct rt_ranges {
  struct rt_range *at;
  size_t count, capacity;
};

/* The runtime's own part of a guest's header. */
struct rt_private {
  struct rt_control control;
  atomic_uint running;
  bool dead;
  uint32_t depth; /* calls of the host on the guest's stack */
  struct rt_call *call;
  void *host_sp;  /* where the host continues when the guest yields */
  void *guest_sp; /* where the guest continues when it is resumed */
  struct rt_stack stack;
  const struct rt_module *module;
  int64_t stack_pointer_cell; /* distance from the guest's address, 0 where the module exports no __stack_pointer */
  void (*set_threw)(rt_guest *, uint32_t, uint32_t);
  struct rt_ranges backed; /* what is mapped from files, as places: first an image's runs, then shared memory */
  size_t image_runs;       /* how many of them are an image's */
  bool lacks_image;        /* whether some of the image could not be mapped again where shared memory was */
  char host_function[RT_HOST_FUNCTIONS][RT_SIGNATURE_BYTES];
};
_Static_assert(sizeof(struct rt_header) % 8 == 0, "the private part follows without a gap");
_Static_assert(sizeof(struct rt_header) + sizeof(struct rt_private) <= RT_HEADER_BYTES, "both fit into the header");

static inline struct rt_private *rt_private(rt_guest *g) {
  return (struct rt_private *)((char *)g + RT_HEADER_OFFSET + sizeof(struct rt_header));
}

static inline uint64_t rt_memory_bytes(rt_guest *g) {
  return (uint64_t)rt_header(g)->memory_pages * RT_WASM_PAGE;
}

static inline bool rt_in_memory(rt_guest *g, uint64_t address, uint64_t bytes) {
  uint64_t size = rt_memory_bytes(g);
  return address <= size && bytes <= size - address;
}

/* memory_*.c: address space and what stands behind it. */
#define RT_RESERVED_BEFORE ((size_t)-RT_TABLE_OFFSET)
#define RT_MEMORY_GUARD_BYTES ((size_t)RT_WASM_PAGE)
#define RT_RESERVED_BYTES (RT_RESERVED_BEFORE + (size_t)RT_MEMORY_RESERVED + RT_MEMORY_GUARD_BYTES)

/* Anonymous bytes that several mappings can share. */
struct rt_file {
  int descriptor;
  uint64_t bytes;
};

enum rt_status rt_reserve(rt_guest **g);
void rt_release(rt_guest *g);
/* Makes [from, to) of linear memory accessible. */
enum rt_status rt_commit(rt_guest *g, uint64_t from, uint64_t to);
/* Makes it what it was before, and gives back what it holds. */
enum rt_status rt_decommit(rt_guest *g, uint64_t from, uint64_t to);
/* Puts fresh memory in place of what is mapped. */
enum rt_status rt_unmap(void *address, size_t length);
enum rt_status rt_file_create(uint64_t bytes, struct rt_file *file);
/* A file that has a name: for reading, or else for writing into it, whether it is there or not. */
enum rt_status rt_file_open(const char *path, bool write, struct rt_file *file);
void rt_file_close(struct rt_file *file);
enum rt_status rt_file_write(const struct rt_file *file, uint64_t offset, const void *bytes, size_t length);
/* RT_DAMAGED where the file ends before. */
enum rt_status rt_file_read(const struct rt_file *file, uint64_t offset, void *bytes, size_t length);
enum rt_status rt_file_copy(const struct rt_file *from, uint64_t offset, const struct rt_file *to, uint64_t target,
                            uint64_t length);
/* The next range from `from` on that is not a hole; empty where there is none before the end. */
enum rt_status rt_file_next_data(const struct rt_file *file, uint64_t from, struct rt_range *data);
/* Maps [offset, offset + length) of the file at address: shared, or copied page by page when written. */
enum rt_status rt_file_map(const struct rt_file *file, uint64_t offset, void *address, size_t length, bool shared);
/* Maps it wherever there is room, shared; null where the system refuses. */
void *rt_file_view(const struct rt_file *file, uint64_t offset, size_t length, bool write);
void rt_file_end_view(const void *view, size_t length);
/* How many bytes of memory stand behind it. */
enum rt_status rt_file_used(const struct rt_file *file, uint64_t *bytes);

static inline bool rt_is_zero(const void *bytes, size_t length) {
  const char *first = bytes;
  return length == 0 || (first[0] == 0 && memcmp(first, first + 1, length - 1) == 0);
}

#define RT_PAGE_BYTES ((uint64_t)4096)
enum {
  RT_PAGE_FILLED = 1,   /* it may hold anything; without this it is memory that was never touched */
  RT_PAGE_ANONYMOUS = 2 /* it has been written, and no file or other process sees it */
};
/* What each of the pages from address on is; false where the system does not tell, and all count as filled. */
bool rt_survey_pages(const void *address, size_t pages, uint8_t *result);
/* Does for all pages what the first write to each would; false where the system cannot. */
bool rt_populate_pages(void *address, size_t length);
/* Address space for fresh pages, which take memory when they are written. */
enum rt_status rt_pages_reserve(size_t length, void **start);
void rt_pages_release(void *start, size_t length);
/* Gives what stands behind fresh pages back: they hold zeros again. */
enum rt_status rt_pages_empty(void *start, size_t length);

/* region.c */
enum rt_status rt_region_create(uint64_t owner, size_t bytes, void **start);
/* Frees the regions of an owner. */
void rt_regions_free(uint64_t owner);
/* How much address space all regions have. */
uint64_t rt_regions_bytes(void);

/* memory.c: growth. */
uint32_t rt_memory_grow(rt_guest *g, uint32_t pages);

/* stack_*.c */
enum rt_status rt_stack_create(size_t bytes, struct rt_stack *stack);
/* Gives back what deep recursion has filled. Only while nothing stands on the stack. */
void rt_stack_trim(const struct rt_stack *stack);
void rt_stack_free(struct rt_stack *stack);
static inline char *rt_stack_top(const struct rt_stack *stack) {
  return stack->start + stack->bytes;
}

/* switch_*.S: saves what a call must preserve, stores the stack pointer in *from, continues at `to`. */
void rt_switch(void **from, void *to);
/* Lays out a new stack such that switching to the result calls main(g), which must not return. */
void *rt_switch_prepare(char *top, void (*main)(rt_guest *), rt_guest *g);

/* entry_*.S and entry.c: host functions in the table. */
rt_code rt_host_function_code(uint32_t index);
enum rt_status rt_host_function_set(rt_guest *g, uint32_t index, const char *signature);

/* yield.c: switches to the host; returns when it resumes the guest. */
void rt_yield(rt_guest *g);

/* guest.c */
struct rt_limits {
  uint64_t memory_bytes;
  uint64_t stack_bytes;
};
enum rt_status rt_guest_create(const struct rt_module *module, struct rt_limits limits, rt_guest **guest);
enum rt_status rt_guest_close(rt_guest *g);
enum rt_status rt_resume(rt_guest *g);
void rt_host_call(rt_guest *g);
/* enter for functions of type ":" that are no wasm functions. */
void rt_enter_plain(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results);
/* The parts of creating a guest that an image's child has in common with it. */
enum rt_status rt_guest_prepare(const struct rt_module *module, struct rt_limits limits, rt_guest **guest);
/* Makes its header that of a guest that has not run: stack, limits and mappings stay. */
void rt_guest_renew(rt_guest *g);

/* jump.c */
void rt_jump_enter(rt_guest *g, struct rt_jump *jump);
void rt_jump_landed(rt_guest *g, struct rt_jump *jump);
void rt_throw_longjmp(rt_guest *g);
uint32_t rt_stack_pointer(rt_guest *g);
void rt_set_stack_pointer(rt_guest *g, uint32_t value);

/* table.c */
uint32_t rt_table_grow(rt_guest *g, uint32_t entries, struct rt_entry value);

/* trap.c */
void rt_trap(rt_guest *g, enum rt_trap trap) __attribute__((noreturn));
/* The same where control.trap_at is already set; where the signal handler sends a guest that faulted. */
void rt_trap_raise(rt_guest *g, enum rt_trap trap) __attribute__((noreturn));

/* signal_*.c */
/* The guest that runs on this thread, or null. */
extern _Thread_local rt_guest *rt_current_guest __attribute__((tls_model("initial-exec")));
enum rt_status rt_signal_install(void);
/* Gives this thread a stack for signal handlers. */
enum rt_status rt_signal_thread(void);

/* builtins.c: the code of an import that the runtime answers itself, or null. */
rt_code rt_builtin(const char *module, const char *name, const char *signature);

/* module.c */
#define RT_MESSAGE_BYTES 512
enum rt_status rt_module_load(const char *path, const struct rt_module **module, char message[RT_MESSAGE_BYTES]);
enum rt_status rt_module_register(const struct rt_module *module, char message[RT_MESSAGE_BYTES]);
/* Names of exports differ. Null where there is none. */
const struct rt_export *rt_module_find_export(const struct rt_module *module, const char *name);
/* The same, null also where it is of another kind. */
const struct rt_export *rt_module_export(const struct rt_module *module, const char *name, enum rt_kind kind);
/* The distance from a guest's address to a place in the module's area. */
int64_t rt_area_distance(const struct rt_module *module, uint32_t offset);
struct rt_location {
  const struct rt_module *module;
  uint32_t function; /* index among the module's functions, imports left out */
  uint64_t distance; /* from its first instruction */
};
/* The function whose code begins last before the address: right as long as functions are contiguous. */
bool rt_module_locate(uint64_t machine_address, struct rt_location *location);

/* ranges.c */
enum rt_status rt_ranges_add(struct rt_ranges *ranges, struct rt_range range);
void rt_ranges_remove(struct rt_ranges *ranges, size_t index);
enum rt_status rt_ranges_copy(struct rt_ranges *target, const struct rt_ranges *source);
void rt_ranges_free(struct rt_ranges *ranges);

/* part.c: what of some bytes is not zero, as runs that stand in a file one right behind the other. */
struct rt_part {
  struct rt_file file;
  uint64_t offset; /* of the first run in the file */
  uint64_t bytes;  /* of all runs */
  struct rt_ranges runs; /* places: what a place is says the owner */
  _Atomic(const char *) view; /* of its bytes, once somebody has looked at them */
};
enum rt_status rt_part_create(struct rt_part *part);
void rt_part_free(struct rt_part *part);
/* Adds what comes behind all that is there. A gap of up to so many zeros does not end a run but becomes part of it. */
enum rt_status rt_part_add(struct rt_part *part, uint64_t place, const void *bytes, size_t length, uint64_t gap);
/* Writes runs and bytes into a file from an offset on; the offset behind. */
enum rt_status rt_part_save(const struct rt_part *part, const struct rt_file *file, uint64_t *offset);
/* Reads what was saved there, all of whose runs must lie below `end`. The part's bytes stay in the file, which it takes. */
enum rt_status rt_part_load(struct rt_part *part, const struct rt_file *file, uint64_t offset, uint64_t end);

/* Its bytes, in the order of its runs; null where the system refuses. By any thread; goes with the part. */
const char *rt_part_view(struct rt_part *part);

/* pages.c: places are offsets from the start of a guest's reservation. */
#define RT_HEADER_PLACE ((uint64_t)(RT_RESERVED_BEFORE - RT_HEADER_BYTES))
#define RT_MEMORY_PLACE ((uint64_t)RT_RESERVED_BEFORE)
static inline char *rt_at_place(rt_guest *g, uint64_t place) {
  return (char *)g - RT_RESERVED_BEFORE + place;
}
static inline struct rt_range rt_memory_places(rt_guest *g) {
  return (struct rt_range){RT_MEMORY_PLACE, RT_MEMORY_PLACE + rt_memory_bytes(g)};
}
/* Adds the pages of `whole` that are not zero to the part. Excluded pages count as zero. */
enum rt_status rt_pages_add(rt_guest *g, struct rt_range whole, const struct rt_ranges *excluded, struct rt_part *part);

/* touched.c: the pages that a guest has touched, which another of its kind can get all at once. */
struct rt_touched {
  uint64_t stack_bytes; /* from the stack's top */
  struct rt_ranges places;
};
/* Nothing where the system does not tell. */
enum rt_status rt_touched_pages(rt_guest *g, struct rt_touched *touched);
void rt_touch_pages(rt_guest *g, const struct rt_touched *touched);

/* image.c */
struct rt_image {
  struct rt_part before; /* what lies below the header: table and module areas */
  struct rt_part memory;
  const struct rt_module *module;
  uint32_t memory_pages;
  uint32_t table_size;
  char host_function[RT_HOST_FUNCTIONS][RT_SIGNATURE_BYTES];
};
enum rt_status rt_image_create(rt_guest *g, const struct rt_range *excluded, size_t count, struct rt_image **image);
void rt_image_free(struct rt_image *image);
enum rt_status rt_image_start(const struct rt_image *image, struct rt_limits limits, rt_guest **guest);
/*
 * Maps what the image has in a range of places where something else was mapped since the start. Where the system refuses, there is
 * fresh memory, and the guest cannot be reset.
 */
void rt_image_map_again(const struct rt_image *image, rt_guest *g, struct rt_range range);
/* Sets what lies in no page that is mapped from the image. */
void rt_image_finish(const struct rt_image *image, rt_guest *g);

/* reset.c */
/*
 * Makes a guest that was started from the image what it was then, for another start. Its memory stays, and so does what is
 * mapped shared. RT_EXHAUSTED where too much has changed, RT_INVALID where the system does not tell what has: it can then
 * only be closed.
 */
enum rt_status rt_guest_reset(rt_guest *g, const struct rt_image *image);
/* Takes the shared memory out of a guest that has been reset. */
enum rt_status rt_guest_leave_shared(rt_guest *g);

/* image_save.c, image_load.c: images in files that any process of the same module can read. */
/* Writes the image into the file from an offset on, which must be a multiple of RT_PAGE_BYTES; the offset behind. */
enum rt_status rt_image_save(const struct rt_image *image, const struct rt_file *file, uint64_t *offset);
/* host_place gets each host function's index in the table, 0 for none. */
enum rt_status rt_image_load(const struct rt_module *module, const char *path, uint64_t offset,
                             uint32_t host_place[RT_HOST_FUNCTIONS], struct rt_image **image);

/* shared.c */
struct rt_shared {
  struct rt_file file;
  char *view; /* the host's own, once it has restored it */
};
enum rt_status rt_shared_create(uint64_t bytes, struct rt_shared *shared);
void rt_shared_free(struct rt_shared *shared);
/* Maps it into the guest's memory, or from RT_SHARED_FROM on, where no memory of the guest can ever be. */
enum rt_status rt_shared_map(const struct rt_shared *shared, rt_guest *g, uint64_t address);
/* Puts what the guest would have at these places without the shared memory that is mapped there: fresh memory, or none. */
enum rt_status rt_shared_take_out(rt_guest *g, struct rt_range places);
/*
 * Takes out what is mapped at this address. In its place comes what the image has there, or fresh memory where the guest was not
 * started from an image.
 */
enum rt_status rt_shared_unmap(rt_guest *g, const struct rt_image *image, uint64_t address);
/* What the shared memory holds in these ranges now, which ascend. */
enum rt_status rt_shared_capture(const struct rt_shared *shared, const struct rt_range *ranges, size_t count,
                                 struct rt_part *part);
/* Puts what was captured into shared memory at the same places. */
enum rt_status rt_shared_fill(const struct rt_shared *shared, struct rt_part *part);
/* Makes it hold what was captured by these parts, which do not overlap, and zeros elsewhere. Writes only what differs. */
enum rt_status rt_shared_restore(struct rt_shared *shared, struct rt_part *const *parts, size_t count);

#endif
