/*
 * Faults of guests. A guest's memory access needs no check because all it can reach is reserved; what it must not reach
 * is inaccessible, and the fault becomes a trap. The handler stands in front of the one it found (HotSpot's, which turns
 * faults of its own into NullPointerExceptions and safepoints) and claims a fault only where this thread is running a
 * guest and the address lies in that guest's memory or in the guard of its stack. Any other fault goes to the handler
 * it found, with the same signal mask and arguments, as if ours did not exist.
 *
 * -Xcheck:jni notices the replaced handler and warns once; that is all it does.
 *
 * The handler does not leave by a jump: it returns to rt_trap_raise on the guest's own stack, so the kernel restores the
 * signal mask and knows that the signal stack is free again.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "context_linux.h"
#include "runtime.h"

/* HotSpot's handler runs here too, and writes its crash report from here. */
#define SIGNAL_STACK_BYTES ((size_t)256 << 10)
#define SIGNAL_STACK_GUARD_BYTES ((size_t)64 << 10)

_Thread_local rt_guest *rt_current_guest __attribute__((tls_model("initial-exec")));
static _Thread_local bool thread_is_ready __attribute__((tls_model("initial-exec")));

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int install_error;
static pthread_key_t signal_stack_key;
static struct sigaction found_segv, found_bus;

static bool in_range(const char *address, const char *start, size_t bytes) {
  return address >= start && address < start + bytes;
}

static enum rt_trap trap_of(rt_guest *g, const char *address) {
  if (in_range(address, (char *)g, (size_t)RT_MEMORY_RESERVED + RT_MEMORY_GUARD_BYTES)) {
    return RT_TRAP_MEMORY_OUT_OF_BOUNDS;
  }
  if (in_range(address, rt_private(g)->stack.start, RT_STACK_GUARD_BYTES)) {
    return RT_TRAP_STACK_OVERFLOW;
  }
  return RT_TRAP_NONE;
}

static void hand_on(const struct sigaction *found, int signal_number, siginfo_t *info, void *context) {
  if ((found->sa_flags & SA_SIGINFO) != 0) {
    found->sa_sigaction(signal_number, info, context);
  } else if (found->sa_handler == SIG_DFL || found->sa_handler == SIG_IGN) {
    /* Returning repeats the fault, now without us; one that was sent must be sent again. */
    sigaction(signal_number, found, NULL);
    if (info->si_code <= 0) {
      raise(signal_number);
    }
  } else {
    found->sa_handler(signal_number);
  }
}

static void on_fault(int signal_number, siginfo_t *info, void *opaque) {
  ucontext_t *context = opaque;
  rt_guest *g = rt_current_guest;
  /* si_code > 0: raised by the processor, not sent by someone. */
  enum rt_trap trap = g != NULL && info->si_code > 0 ? trap_of(g, info->si_addr) : RT_TRAP_NONE;
  if (trap == RT_TRAP_NONE) {
    hand_on(signal_number == SIGSEGV ? &found_segv : &found_bus, signal_number, info, context);
    return;
  }
  struct rt_private *own = rt_private(g);
  own->control.trap_at = context_pc(context);
  rt_header(g)->request.fault = trap == RT_TRAP_MEMORY_OUT_OF_BOUNDS ? (uint64_t)((char *)info->si_addr - (char *)g) : 0;
  /* The guest's frames are of no more use, so its whole stack is free for its last words. */
  context_call(context, rt_trap_raise, g, trap, rt_stack_top(&own->stack));
}

static int put_in_front(int signal_number, struct sigaction *found) {
  if (sigaction(signal_number, NULL, found) != 0) {
    return errno;
  }
  struct sigaction ours = *found;
  ours.sa_sigaction = on_fault;
  ours.sa_flags = (found->sa_flags & ~(int)SA_RESETHAND) | SA_SIGINFO | SA_ONSTACK;
  return sigaction(signal_number, &ours, NULL) == 0 ? 0 : errno;
}

/* When a thread ends. Takes back only our own signal stack. */
static void free_signal_stack(void *start) {
  stack_t present;
  char *base = (char *)start + SIGNAL_STACK_GUARD_BYTES;
  if (sigaltstack(NULL, &present) == 0 && present.ss_sp == base) {
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
  }
  munmap(start, SIGNAL_STACK_GUARD_BYTES + SIGNAL_STACK_BYTES);
}

static void install(void) {
  install_error = pthread_key_create(&signal_stack_key, free_signal_stack);
  if (install_error == 0) {
    install_error = put_in_front(SIGSEGV, &found_segv);
  }
  if (install_error == 0) {
    install_error = put_in_front(SIGBUS, &found_bus);
  }
}

enum rt_status rt_signal_install(void) {
  pthread_once(&once, install);
  errno = install_error;
  return install_error == 0 ? RT_OK : RT_SYSTEM;
}

static enum rt_status create_signal_stack(void) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK;
  size_t all = SIGNAL_STACK_GUARD_BYTES + SIGNAL_STACK_BYTES;
  char *start = mmap(NULL, all, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (start == MAP_FAILED) {
    return RT_SYSTEM;
  }
  stack_t stack = {.ss_sp = start + SIGNAL_STACK_GUARD_BYTES, .ss_size = SIGNAL_STACK_BYTES};
  if (mprotect(start, SIGNAL_STACK_GUARD_BYTES, PROT_NONE) != 0 || pthread_setspecific(signal_stack_key, start) != 0 ||
      sigaltstack(&stack, NULL) != 0) {
    int cause = errno;
    pthread_setspecific(signal_stack_key, NULL);
    munmap(start, all);
    errno = cause;
    return RT_SYSTEM;
  }
  return RT_OK;
}

static enum rt_status prepare_thread(void) {
  stack_t present;
  if (sigaltstack(NULL, &present) != 0) {
    return RT_SYSTEM;
  }
  bool good = (present.ss_flags & SS_DISABLE) == 0 && present.ss_size >= SIGNAL_STACK_BYTES / 4;
  enum rt_status status = good ? RT_OK : create_signal_stack();
  thread_is_ready = status == RT_OK;
  return status;
}

enum rt_status rt_signal_thread(void) {
  return thread_is_ready ? RT_OK : prepare_thread();
}
