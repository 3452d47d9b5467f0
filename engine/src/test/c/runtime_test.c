/*
 * Tests of the C runtime without Java, for running under AddressSanitizer and UBSan. The guest is the hand-written main
 * module of the Java tests; the host below does what GuestCalls does.
 */
#define _GNU_SOURCE
#include <fenv.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../resources/guests/main.c"
#include "check.h"
#include "runtime.h"

#define LIMITS ((struct rt_limits){(uint64_t)1 << 32, 1 << 20})
#define TRAPPED UINT64_MAX
#define ABANDONED (UINT64_MAX - 1)

/* How the host of a test answers call n of it: with a result, or by one of these. */
enum { ANSWER_ABANDON = 1 << 30, ANSWER_CALL_AGAIN, ANSWER_LONGJMP };
static uint32_t host_answers(uint32_t a) {
  return a >= (1u << 30) ? a : a * 10;
}

static uint64_t converse(rt_guest *g, uint32_t level);

static void ask(rt_guest *g, const char *name, uint64_t a, uint64_t b) {
  const struct rt_export *export = rt_module_export(&pglitej_module, name, RT_KIND_FUNCTION);
  CHECK(export != NULL);
  rt_header(g)->request.argument[0] = a;
  rt_header(g)->request.argument[1] = b;
  rt_private(g)->control.code = (uint64_t)(uintptr_t)export->code;
  rt_private(g)->control.enter = (uint64_t)(uintptr_t)types[export->type].enter;
  rt_private(g)->control.command = RT_COMMAND_CALL;
}

static uint64_t call(rt_guest *g, const char *name, uint64_t a, uint64_t b) {
  ask(g, name, a, b);
  return converse(g, rt_private(g)->depth + 1);
}

/* Returns false if the guest has jumped past this level. */
static bool answer(rt_guest *g, uint32_t level) {
  struct rt_request *request = &rt_header(g)->request;
  uint32_t what = host_answers((uint32_t)request->argument[0]);
  uint64_t result = what;
  rt_private(g)->control.command = RT_COMMAND_ANSWER;
  if (what == ANSWER_ABANDON) {
    rt_private(g)->control.command = RT_COMMAND_ABANDON;
  } else if (what == ANSWER_CALL_AGAIN) {
    result = call(g, "call_host", 4, 0);
    rt_private(g)->control.command = RT_COMMAND_ANSWER;
  } else if (what == ANSWER_LONGJMP) {
    call(g, "longjmp", 0, 0);
    return request->depth >= level;
  }
  request->result[0] = result;
  CHECK(rt_resume(g) == RT_OK);
  return true;
}

static uint64_t converse(rt_guest *g, uint32_t level) {
  struct rt_request *request = &rt_header(g)->request;
  CHECK(rt_resume(g) == RT_OK);
  for (;;) {
    if (request->depth < level) {
      return 0;
    }
    switch (request->kind) {
      case RT_REQUEST_RETURNED: return request->result[0];
      case RT_REQUEST_TRAPPED: return TRAPPED;
      case RT_REQUEST_ABANDONED: return ABANDONED;
      default: answer(g, level);
    }
  }
}

static void bind(rt_guest *g) {
  for (uint32_t i = 0; i < pglitej_module.import_count; i++) {
    const struct rt_import *import = &pglitej_module.imports[i];
    rt_code builtin = rt_builtin(import->module, import->name, types[import->type].signature);
    rt_code code = builtin == NULL ? import->host : builtin;
    if (import->kind == RT_KIND_FUNCTION && strcmp(import->module, "hook") != 0) {
      *(rt_code *)((char *)g + rt_area_distance(&pglitej_module, import->slot)) = code;
    }
  }
}

static rt_guest *started(void) {
  rt_guest *g;
  CHECK(rt_guest_create(&pglitej_module, LIMITS, &g) == RT_OK);
  bind(g);
  void (*steps[])(rt_guest *) = {init_globals, init_table, init_memory, start};
  for (size_t i = 0; i < COUNT(steps); i++) {
    rt_private(g)->control.code = (uint64_t)(uintptr_t)steps[i];
    rt_private(g)->control.enter = (uint64_t)(uintptr_t)rt_enter_plain;
    rt_private(g)->control.command = RT_COMMAND_CALL;
    converse(g, 1);
  }
  return g;
}

static void end(rt_guest *g) {
  CHECK(rt_guest_close(g) == RT_OK);
}

static void calls_return_results(void) {
  rt_guest *g = started();
  CHECK(call(g, "add", 40, 2) == 42);
  CHECK(call(g, "call_host", 4, 0) == 41);
  CHECK(LOAD32(16) == 42);
  end(g);
}

static void nested_calls_run_on_top(void) {
  rt_guest *g = started();
  CHECK(call(g, "call_host", ANSWER_CALL_AGAIN, 0) == 42);
  CHECK(rt_private(g)->depth == 0);
  end(g);
}

static void an_abandoned_call_restores_the_stack_pointer(void) {
  rt_guest *g = started();
  CHECK(call(g, "invoke", ANSWER_ABANDON, 0) == ABANDONED);
  CHECK(rt_stack_pointer(g) == 4096);
  CHECK(rt_header(g)->jump == NULL);
  CHECK(call(g, "add", 1, 2) == 3);
  end(g);
}

static void longjmp_unwinds_past_calls_of_the_host(void) {
  rt_guest *g = started();
  for (int i = 0; i < 100; i++) {
    CHECK(call(g, "invoke", ANSWER_LONGJMP, 0) == 1001);
    CHECK(rt_stack_pointer(g) == 4096);
    CHECK(rt_private(g)->depth == 0);
  }
  end(g);
}

static void traps_end_the_guest(void) {
  rt_guest *g = started();
  CHECK(call(g, "divide", 1, 0) == TRAPPED);
  CHECK(rt_header(g)->request.trap == RT_TRAP_INTEGER_DIVIDE_BY_ZERO);
  struct rt_location at;
  CHECK(rt_module_locate(rt_private(g)->control.trap_at, &at));
  CHECK(at.module->functions[at.function].code == (rt_code)divide);
  CHECK(rt_resume(g) == RT_DEAD);
  end(g);
}

static void a_fault_in_the_memory_is_a_trap(void) {
  rt_guest *g = started();
  CHECK(call(g, "load", 0xfffffff0u, 0) == TRAPPED);
  CHECK(rt_header(g)->request.trap == RT_TRAP_MEMORY_OUT_OF_BOUNDS);
  CHECK(rt_header(g)->request.fault == 0xfffffff0u);
  end(g);
}

static void an_exhausted_stack_is_a_trap(void) {
  rt_guest *g = started();
  CHECK(call(g, "overflow", 1, 0) == TRAPPED);
  CHECK(rt_header(g)->request.trap == RT_TRAP_STACK_OVERFLOW);
  end(g);
}

static void memory_grows_to_its_limit(void) {
  rt_guest *g = started();
  CHECK(call(g, "grow", 14, 0) == 2);
  CHECK(call(g, "store", 16 * 65536 - 4, 9) == 9);
  CHECK((uint32_t)call(g, "grow", 1, 0) == UINT32_MAX);
  CHECK((uint32_t)call(g, "grow", UINT32_MAX, 0) == UINT32_MAX);
  end(g);
}

static void the_table_grows_to_its_limit(void) {
  rt_guest *g = started();
  struct rt_entry entry = rt_table(g)[1];
  CHECK(rt_table_grow(g, 60, entry) == 4);
  CHECK(rt_table(g)[63].code == entry.code);
  CHECK(rt_table_grow(g, 1, entry) == UINT32_MAX);
  CHECK(rt_table_grow(g, UINT32_MAX, entry) == UINT32_MAX);
  end(g);
}

static void host_functions_take_any_arguments(void) {
  rt_guest *g = started();
  CHECK(rt_host_function_set(g, 200, "ijdfijjid:j") == RT_OK);
  rt_table(g)[3] = (struct rt_entry){.type = 1, .code = rt_host_function_code(200)};
  ask(g, "call_wide", 3, 5);
  CHECK(rt_resume(g) == RT_OK);
  struct rt_request *request = &rt_header(g)->request;
  CHECK(request->kind == RT_REQUEST_HOST_CALL && request->module == RT_HOST_MODULE && request->import == 200);
  double d;
  memcpy(&d, &request->argument[8], sizeof d);
  CHECK(request->argument[0] == 5 && request->argument[1] == (uint64_t)1 << 40 && d == -8.0);
  CHECK(request->argument[4] == 5 && request->argument[6] == 7 && request->argument[7] == 0xffffffffu);
  request->result[0] = 77;
  rt_private(g)->control.command = RT_COMMAND_ANSWER;
  CHECK(converse(g, 1) == 77);
  end(g);
}

static void guests_keep_their_own_rounding_mode(void) {
  rt_guest *g = started();
  fesetround(FE_UPWARD);
  CHECK(call(g, "call_host", 1, 0) == 11);
  CHECK(fegetround() == FE_UPWARD);
  fesetround(FE_TONEAREST);
  end(g);
}

static void a_guest_may_be_closed_with_frames_on_its_stack(void) {
  rt_guest *g = started();
  ask(g, "invoke", 1, 0);
  CHECK(rt_resume(g) == RT_OK);
  CHECK(rt_header(g)->request.kind == RT_REQUEST_HOST_CALL);
  end(g);
}

static void images_are_private_and_shared_memory_is_shared(void) {
  rt_guest *g = started();
  struct rt_shared shared;
  CHECK(rt_shared_create(65536, &shared) == RT_OK);
  CHECK(rt_shared_map(&shared, g, 65536) == RT_OK);
  CHECK(rt_shared_map(&shared, g, 4096) == RT_MISALIGNED);
  CHECK(rt_shared_map(&shared, g, 131072) == RT_OUT_OF_BOUNDS);
  struct rt_range excluded = {65536, 131072};
  struct rt_image *image;
  CHECK(rt_image_create(g, &excluded, 1, &image) == RT_OK);
  rt_guest *child;
  CHECK(rt_image_start(image, LIMITS, &child) == RT_OK);
  rt_image_free(image);
  CHECK(rt_shared_map(&shared, child, 65536) == RT_OK);
  rt_shared_free(&shared);
  CHECK(call(child, "store", 100, 1) == 1 && call(g, "load", 100, 0) == 0);
  CHECK(call(child, "store", 65536 + 100, 2) == 2 && call(g, "load", 65536 + 100, 0) == 2);
  CHECK(call(child, "load", 16, 0) == 42);
  CHECK(call(child, "invoke", ANSWER_LONGJMP, 0) == 1001);
  end(child);
  end(g);
}

static void a_guest_that_has_been_reset_is_what_its_image_says(void) {
  rt_guest *first = started();
  struct rt_image *image;
  CHECK(rt_image_create(first, NULL, 0, &image) == RT_OK);
  rt_guest *g;
  CHECK(rt_image_start(image, LIMITS, &g) == RT_OK);
  for (int round = 0; round < 3; round++) {
    bind(g);
    ask(g, "call_host", 4, 0);
    CHECK(rt_resume(g) == RT_OK && rt_header(g)->request.kind == RT_REQUEST_HOST_CALL);
    LOAD32(16) = 1;
    LOAD32(100000) = 1;
    CHECK(rt_memory_grow(g, 3) == 2);
    char *deep = rt_private(g)->stack.start + RT_STACK_GUARD_BYTES;
    *deep = 1;
    CHECK(rt_guest_reset(g, image) == RT_OK);
    CHECK(*deep == 0);
    CHECK(rt_header(g)->memory_pages == 2 && rt_private(g)->depth == 0);
    CHECK(LOAD32(16) == 42 && LOAD32(100000) == 0);
  }
  rt_image_free(image);
  bind(g);
  CHECK(call(g, "invoke", ANSWER_LONGJMP, 0) == 1001);
  end(g);
  end(first);
}

static void an_image_of_an_image_keeps_what_neither_guest_touched(void) {
  rt_guest *g = started();
  CHECK(call(g, "grow", 12, 0) == 2);
  for (uint32_t i = 1; i < 13; i++) {
    LOAD32(i * 65536 + 8) = i;
  }
  struct rt_image *image;
  CHECK(rt_image_create(g, NULL, 0, &image) == RT_OK);
  rt_guest *child;
  CHECK(rt_image_start(image, LIMITS, &child) == RT_OK);
  rt_image_free(image);
  CHECK(call(child, "store", 3 * 65536 + 8, 100) == 100);
  CHECK(rt_image_create(child, NULL, 0, &image) == RT_OK);
  rt_guest *grandchild;
  CHECK(rt_image_start(image, LIMITS, &grandchild) == RT_OK);
  rt_image_free(image);
  for (uint32_t i = 1; i < 13; i++) {
    CHECK(call(grandchild, "load", i * 65536 + 8, 0) == (i == 3 ? 100 : i));
  }
  CHECK(call(grandchild, "call_table", 1, 5) == 5);
  end(grandchild);
  end(child);
  end(g);
}

static struct rt_file scratch_file(char path[32]) {
  strcpy(path, "/tmp/pglitej-test-XXXXXX");
  int descriptor = mkstemp(path);
  CHECK(descriptor >= 0 && close(descriptor) == 0);
  struct rt_file file;
  CHECK(rt_file_open(path, true, &file) == RT_OK);
  return file;
}

static void a_saved_image_goes_on_from_where_it_was(void) {
  rt_guest *g = started();
  CHECK(call(g, "grow", 12, 0) == 2);
  LOAD32(5 * 65536) = 55;
  rt_set_stack_pointer(g, 2048);
  struct rt_image *image;
  CHECK(rt_image_create(g, NULL, 0, &image) == RT_OK);
  char path[32];
  struct rt_file file = scratch_file(path);
  uint64_t end = RT_PAGE_BYTES;
  CHECK(rt_image_save(image, &file, &end) == RT_OK && end > 2 * RT_PAGE_BYTES);
  rt_image_free(image);
  CHECK(rt_guest_close(g) == RT_OK);

  uint32_t places[RT_HOST_FUNCTIONS] = {0};
  CHECK(rt_image_load(&pglitej_module, path, RT_PAGE_BYTES, places, &image) == RT_OK);
  rt_guest *child;
  CHECK(rt_image_start(image, LIMITS, &child) == RT_OK);
  rt_image_free(image);
  bind(child);
  CHECK(call(child, "load", 5 * 65536, 0) == 55 && rt_stack_pointer(child) == 2048);
  CHECK(call(child, "call_table", 1, 5) == 5 && call(child, "call_host", 4, 0) == 41);
  CHECK(rt_guest_close(child) == RT_OK);

  for (uint64_t cut = RT_PAGE_BYTES; cut < end; cut += end / 50) {
    CHECK(truncate(path, (off_t)(end - cut)) == 0);
    CHECK(rt_image_load(&pglitej_module, path, RT_PAGE_BYTES, places, &image) == RT_DAMAGED);
  }
  rt_file_close(&file);
  unlink(path);
}

static void what_was_captured_of_shared_memory_fills_another(void) {
  struct rt_shared shared;
  struct rt_shared other;
  CHECK(rt_shared_create(16 * 65536, &shared) == RT_OK && rt_shared_create(16 * 65536, &other) == RT_OK);
  for (uint64_t at = 100; at < 16 * 65536; at += 30000) {
    CHECK(rt_file_write(&shared.file, at, &at, sizeof at) == RT_OK);
  }
  struct rt_range ranges[] = {{0, 60100}, {60105, 500000}, {700000, 16 * 65536}};
  struct rt_part part;
  CHECK(rt_shared_capture(&shared, ranges, COUNT(ranges), &part) == RT_OK);
  CHECK(part.bytes < 40 * RT_PAGE_BYTES);
  char path[32];
  struct rt_file file = scratch_file(path);
  uint64_t end = 0;
  CHECK(rt_part_save(&part, &file, &end) == RT_OK);
  rt_part_free(&part);
  rt_file_close(&file);
  CHECK(rt_file_open(path, false, &file) == RT_OK);
  CHECK(rt_part_load(&part, &file, 0, other.file.bytes) == RT_OK && rt_shared_fill(&other, &part) == RT_OK);
  rt_part_free(&part);
  for (uint64_t at = 100; at < 16 * 65536; at += 30000) {
    uint64_t found;
    uint64_t expected = at == 60100 ? at >> 40 : at >= 500000 && at < 700000 ? 0 : at;
    CHECK(rt_file_read(&other.file, at, &found, sizeof found) == RT_OK && found == expected);
  }
  struct rt_range beyond = {0, 17 * 65536};
  CHECK(rt_shared_capture(&shared, &beyond, 1, &part) == RT_OUT_OF_BOUNDS);
  rt_part_free(&part);
  rt_shared_free(&shared);
  rt_shared_free(&other);
  unlink(path);
}

static void restored_shared_memory_holds_its_parts_and_zeros(void) {
  enum { BYTES = 16 * 65536 };
  struct rt_shared shared;
  struct rt_shared other;
  CHECK(rt_shared_create(BYTES, &shared) == RT_OK && rt_shared_create(BYTES, &other) == RT_OK);
  for (uint64_t at = 0; at < BYTES; at += 30000) {
    CHECK(rt_file_write(&shared.file, at, &(uint64_t){at + 1}, sizeof at) == RT_OK);
  }
  struct rt_range outer[] = {{0, 300000}, {500000, BYTES}};
  struct rt_range inner = {300000, 500000};
  struct rt_part parts[2];
  struct rt_part *both[] = {&parts[0], &parts[1]};
  CHECK(rt_shared_capture(&shared, outer, COUNT(outer), &parts[0]) == RT_OK);
  CHECK(rt_shared_capture(&shared, &inner, 1, &parts[1]) == RT_OK);
  char *expected = calloc(2, BYTES);
  CHECK(expected != NULL && rt_file_read(&shared.file, 0, expected, BYTES) == RT_OK);
  srand(1);
  for (int round = 0; round < 20; round++) {
    for (int i = 0; i < 100; i++) {
      uint64_t value = (uint64_t)rand() % 2;
      CHECK(rt_file_write(&other.file, (uint64_t)rand() % (BYTES - 8), &value, sizeof value) == RT_OK);
    }
    CHECK(rt_shared_restore(&other, both, 2) == RT_OK);
    CHECK(rt_file_read(&other.file, 0, expected + BYTES, BYTES) == RT_OK);
    CHECK(memcmp(expected, expected + BYTES, BYTES) == 0);
  }
  uint64_t used;
  CHECK(rt_file_used(&other.file, &used) == RT_OK && used > 0 && used <= BYTES);
  struct rt_shared small;
  CHECK(rt_shared_create(65536, &small) == RT_OK && rt_shared_restore(&small, both, 2) == RT_OUT_OF_BOUNDS);
  rt_shared_free(&small);
  rt_shared_free(&shared);
  rt_shared_free(&other);
  rt_part_free(&parts[0]);
  rt_part_free(&parts[1]);
  free(expected);
}

static enum rt_status status_of_second;
static void *resume_again(void *guest) {
  status_of_second = rt_resume(guest);
  return NULL;
}

static void a_busy_guest_is_refused(void) {
  rt_guest *g = started();
  atomic_store(&rt_private(g)->running, 1);
  pthread_t second;
  CHECK(pthread_create(&second, NULL, resume_again, g) == 0 && pthread_join(second, NULL) == 0);
  CHECK(status_of_second == RT_BUSY && rt_guest_close(g) == RT_BUSY);
  atomic_store(&rt_private(g)->running, 0);
  end(g);
}

/* What a JVM has: a handler of its own, found by ours, which leaves by a jump. */
static sigjmp_buf recovered;
static volatile sig_atomic_t with_information, without_information;
static void found_with_information(int number, siginfo_t *info, void *context) {
  CHECK(number == SIGSEGV && info->si_addr != NULL && context != NULL);
  with_information++;
  siglongjmp(recovered, 1);
}
static void found_without_information(int number) {
  CHECK(number == SIGBUS);
  without_information++;
}

static void install_foreign_handlers(void) {
  struct sigaction action = {.sa_flags = SA_SIGINFO};
  action.sa_sigaction = found_with_information;
  sigaddset(&action.sa_mask, SIGUSR1);
  CHECK(sigaction(SIGSEGV, &action, NULL) == 0);
  struct sigaction plain = {.sa_handler = found_without_information};
  CHECK(sigaction(SIGBUS, &plain, NULL) == 0);
}

static void foreign_faults_go_to_the_handler_that_was_there(void) {
  struct sigaction present;
  CHECK(sigaction(SIGSEGV, NULL, &present) == 0);
  CHECK(present.sa_sigaction != found_with_information && sigismember(&present.sa_mask, SIGUSR1) == 1);
  rt_guest *g = started();
  CHECK(call(g, "add", 1, 2) == 3);
  char *forbidden = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  volatile char *pointer = forbidden;
  if (sigsetjmp(recovered, 1) == 0) {
    *pointer = 1;
  }
  CHECK(with_information == 1);
  /* An address in a guest that this thread does not run is foreign too. */
  pointer = (char *)g + 0x10000000;
  if (sigsetjmp(recovered, 1) == 0) {
    *pointer = 1;
  }
  CHECK(with_information == 2);
  raise(SIGBUS);
  CHECK(without_information == 1);
  munmap(forbidden, 4096);
  end(g);
}

int main(void) {
  char message[RT_MESSAGE_BYTES];
  install_foreign_handlers();
  CHECK(rt_module_register(&pglitej_module, message) == RT_OK);
  CHECK(rt_module_register(&pglitej_module, message) == RT_OK);
  RUN(calls_return_results);
  RUN(nested_calls_run_on_top);
  RUN(an_abandoned_call_restores_the_stack_pointer);
  RUN(longjmp_unwinds_past_calls_of_the_host);
  RUN(traps_end_the_guest);
  RUN(a_fault_in_the_memory_is_a_trap);
  RUN(an_exhausted_stack_is_a_trap);
  RUN(memory_grows_to_its_limit);
  RUN(the_table_grows_to_its_limit);
  RUN(host_functions_take_any_arguments);
  RUN(guests_keep_their_own_rounding_mode);
  RUN(a_guest_may_be_closed_with_frames_on_its_stack);
  RUN(images_are_private_and_shared_memory_is_shared);
  RUN(a_guest_that_has_been_reset_is_what_its_image_says);
  RUN(an_image_of_an_image_keeps_what_neither_guest_touched);
  RUN(a_saved_image_goes_on_from_where_it_was);
  RUN(what_was_captured_of_shared_memory_fills_another);
  RUN(restored_shared_memory_holds_its_parts_and_zeros);
  RUN(a_busy_guest_is_refused);
  RUN(foreign_faults_go_to_the_handler_that_was_there);
  return 0;
}
