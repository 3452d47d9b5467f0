/*
 * Just enough of a runtime to run one translated module and see what it does. Commands come on standard input, answers
 * go to standard output, a line each:
 *
 *     call NAME BITS...   calls an export; the answer is "ok BITS..." or "trap NUMBER"
 *     hook NAME           lets the host be asked when the hooked function is called
 *     set NAME BITS       sets an exported global
 *     get NAME            reads an exported global
 *
 * Calls of the host are reported as "host NAME BITS...". Their result is three times the first argument and one; a hook
 * whose name begins with "proceed" lets the original run, and one whose name begins with "wait" counts down the byte at
 * the address that it is given, as another process might.
 */
#define _GNU_SOURCE
#include "rt.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

extern const struct rt_module pglitej_module;

static const struct rt_module *const module = &pglitej_module;
static rt_guest *guest;
static sigjmp_buf call_base;

__attribute__((noreturn)) static void trap(rt_guest *g, enum rt_trap trap) {
  rt_header(g)->jump = 0;
  siglongjmp(call_base, trap);
}

static void on_fault(int signal, siginfo_t *info, void *context) {
  (void)signal;
  (void)context;
  ptrdiff_t address = (char *)info->si_addr - (char *)guest;
  if (address < 0 || (uint64_t)address >= RT_MEMORY_RESERVED) {
    abort();
  }
  trap(guest, RT_TRAP_MEMORY_OUT_OF_BOUNDS);
}

static void *cell(uint32_t offset) {
  return (char *)guest + RT_AREA_OFFSET + module->state->area_offset + offset;
}

static void host_call(rt_guest *g) {
  struct rt_request *request = &rt_header(g)->request;
  const struct rt_import *import = &module->imports[request->import];
  printf("host %s", import->name);
  const char *parameters = module->types[import->type].signature;
  for (int i = 0; parameters[i] != ':'; i++) {
    printf(" %" PRIx64, request->argument[i]);
  }
  printf("\n");
  if (strncmp(import->name, "proceed", 7) == 0) {
    request->answer = RT_ANSWER_PROCEED;
  }
  if (strncmp(import->name, "wait", 4) == 0) {
    ((unsigned char *)g)[(uint32_t)request->argument[0]]--;
  }
  request->result[0] = request->argument[0] * 3 + 1;
  request->result[1] = 7;
}

static void make_accessible(uint32_t pages) {
  if (mprotect(guest, (size_t)pages * RT_WASM_PAGE, PROT_READ | PROT_WRITE) != 0) {
    abort();
  }
  rt_header(guest)->memory_pages = pages;
}

static uint32_t memory_grow(rt_guest *g, uint32_t pages) {
  struct rt_header *header = rt_header(g);
  uint32_t before = header->memory_pages;
  if (pages > header->memory_max_pages || before > header->memory_max_pages - pages) {
    return (uint32_t)-1;
  }
  make_accessible(before + pages);
  return before;
}

static uint32_t table_grow(rt_guest *g, uint32_t entries, struct rt_entry value) {
  struct rt_header *header = rt_header(g);
  uint32_t before = header->table_size;
  if (entries > header->table_max || before > header->table_max - entries) {
    return (uint32_t)-1;
  }
  for (uint32_t i = 0; i < entries; i++) {
    rt_table(g)[before + i] = value;
  }
  header->table_size += entries;
  return before;
}

static const struct rt_export *find(const char *name) {
  for (uint32_t i = 0; i < module->export_count; i++) {
    if (strcmp(module->exports[i].name, name) == 0) {
      return &module->exports[i];
    }
  }
  return 0;
}

static void jump_enter(rt_guest *g, struct rt_jump *jump) {
  jump->outer = rt_header(g)->jump;
  const struct rt_export *stack_pointer = find("__stack_pointer");
  jump->stack_pointer = stack_pointer ? *(uint32_t *)cell(stack_pointer->index) : 0;
  rt_header(g)->jump = jump;
}

static void jump_landed(rt_guest *g, struct rt_jump *jump) {
  rt_header(g)->jump = jump->outer;
  const struct rt_export *stack_pointer = find("__stack_pointer");
  if (stack_pointer) {
    *(uint32_t *)cell(stack_pointer->index) = jump->stack_pointer;
  }
  const struct rt_export *set_threw = find("setThrew");
  if (set_threw) {
    uint64_t arguments[] = {1, 0};
    module->types[set_threw->type].enter(g, set_threw->code, arguments, arguments);
  }
}

static void throw_longjmp(rt_guest *g) {
  longjmp(rt_header(g)->jump->state, 1);
}

static const struct rt_api api = {host_call, trap, memory_grow, table_grow, jump_enter, jump_landed};

static uint32_t or_default(uint32_t maximum, uint32_t value) {
  return maximum < value ? maximum : value;
}

static void reserve(void) {
  size_t below = (size_t)-RT_TABLE_OFFSET;
  char *start = mmap(0, below + RT_MEMORY_RESERVED, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED || mprotect(start, below, PROT_READ | PROT_WRITE) != 0) {
    abort();
  }
  guest = (rt_guest *)(start + below);
  struct rt_header *header = rt_header(guest);
  header->api = &api;
  header->memory_max_pages = or_default(module->memory_max_pages, 32);
  header->table_max = or_default(module->table_max, 100);
  header->table_size = module->table_min;
  make_accessible(module->memory_min_pages);
}

/* Imported globals are 1024 for a memory base, 2 for a table base, and 100 and their number otherwise. */
static void link_imports(void) {
  for (uint32_t i = 0; i < module->import_count; i++) {
    const struct rt_import *import = &module->imports[i];
    if (import->kind == RT_KIND_FUNCTION && strcmp(import->module, "hook") != 0) {
      int throws = strcmp(import->name, "_emscripten_throw_longjmp") == 0;
      *(rt_code *)cell(import->slot) = throws ? (rt_code)throw_longjmp : import->host;
    } else if (import->kind == RT_KIND_GLOBAL) {
      uint64_t *value = cell(import->slot);
      if (import->is_mutable) {
        value = cell(module->area_bytes + 8 * i);
        *(int64_t *)cell(import->slot) = (char *)value - (char *)guest;
      }
      *value = strcmp(import->name, "__memory_base") == 0 ? 1024 : strcmp(import->name, "__table_base") == 0 ? 2 : 100 + i;
    }
  }
}

static void instantiate(void) {
  int trapped = sigsetjmp(call_base, 1);
  if (trapped) {
    printf("trap %d\n", trapped);
    exit(0);
  }
  module->init_globals(guest);
  module->init_table(guest);
  module->init_memory(guest);
  if (module->start) {
    ((void (*)(rt_guest *))module->start)(guest);
  }
}

static void call(char *words) {
  const struct rt_export *export = find(strtok(words, " \n"));
  const struct rt_type *type = &module->types[export->type];
  uint64_t arguments[64] = {0};
  uint64_t results[64];
  int count = 0;
  for (char *word = strtok(0, " \n"); word; word = strtok(0, " \n")) {
    arguments[count++] = strtoull(word, 0, 16);
  }
  int trapped = sigsetjmp(call_base, 1);
  if (trapped) {
    printf("trap %d\n", trapped);
    return;
  }
  type->enter(guest, export->code, arguments, results);
  printf("ok");
  int values = (int)strlen(strchr(type->signature, ':') + 1);
  for (int i = 0; i < values; i++) {
    printf(" %" PRIx64, results[i]);
  }
  printf("\n");
}

static void hook(char *words) {
  char *name = strtok(words, " \n");
  for (uint32_t i = 0; i < module->import_count; i++) {
    const struct rt_import *import = &module->imports[i];
    if (strcmp(import->module, "hook") == 0 && strcmp(import->name, name) == 0) {
      *(rt_code *)cell(import->slot) = import->host;
    }
  }
}

static void set(char *words) {
  const struct rt_export *export = find(strtok(words, " \n"));
  *(uint64_t *)cell(export->index) = strtoull(strtok(0, " \n"), 0, 16);
}

static void get(char *words) {
  const struct rt_export *export = find(strtok(words, " \n"));
  printf("ok %llx\n", (unsigned long long)*(uint64_t *)cell(export->index));
}

int main(void) {
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_NODEFER};
  sigaction(SIGSEGV, &action, 0);
  sigaction(SIGBUS, &action, 0);
  if (module->abi != RT_ABI) {
    abort();
  }
  if (module->is_side_module) {
    module->state->area_offset = 4096;
  }
  module->state->id = 5;
  reserve();
  link_imports();
  rt_header(guest)->stack_top = __builtin_frame_address(0);
  instantiate();
  static char line[65536];
  while (fgets(line, sizeof line, stdin)) {
    if (strncmp(line, "call ", 5) == 0) {
      call(line + 5);
    } else if (strncmp(line, "hook ", 5) == 0) {
      hook(line + 5);
    } else if (strncmp(line, "set ", 4) == 0) {
      set(line + 4);
    } else if (strncmp(line, "get ", 4) == 0) {
      get(line + 4);
    }
  }
  return 0;
}
