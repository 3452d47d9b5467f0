/*
 * The Java side's way in: the natives of dev.pglitej.internal.engine.NativeRuntime, and nothing else. A guest, module, image and
 * shared memory are addresses to Java. No native calls Java back, except to throw; those in bridge_exit.c call
 * the JDK. Those of images are in bridge_images.c.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bridge.h"

#define EXCEPTION "dev/pglitej/internal/engine/EngineException"
#define EXHAUSTED "dev/pglitej/internal/engine/ExhaustedException"

/* Java sees linear memory through buffers that begin every 1 GiB and reach as far as a buffer can. */
#define WINDOW_BYTES ((int64_t)1 << 30)
#define LARGEST_BUFFER ((int64_t)INT32_MAX)

static void throw_new(JNIEnv *env, const char *class, const char *message) {
  jclass type = (*env)->FindClass(env, class);
  if (type != NULL) {
    (*env)->ThrowNew(env, type, message);
  }
}

void bridge_throw(JNIEnv *env, const char *message) {
  throw_new(env, EXCEPTION, message);
}

/* What to do where the system has refused something that it has only so much of; null for other errors. */
static const char *remedy(int cause) {
  switch (cause) {
    case EMFILE: return "close databases, or allow this process more descriptors (ulimit -n)";
    case ENFILE: return "close databases, or allow the system more open files (sysctl fs.file-max)";
    case ENOSPC: return "make room where the system keeps memory files (/dev/shm, /tmp)";
    case EAGAIN:
    case ENOMEM:
      return "close databases or sessions, or allow this process more: memory, address space (ulimit -v) or mappings "
             "(sysctl vm.max_map_count)";
    default: return NULL;
  }
}

static const char *reason(enum rt_status status) {
  switch (status) {
    case RT_BUSY: return "another thread is running this guest";
    case RT_DEAD: return "this guest has trapped; close it";
    case RT_SYSTEM: return strerror(errno);
    case RT_OUT_OF_BOUNDS: return "the range does not lie in the guest's memory in whole pages";
    case RT_MISALIGNED: return "the address is not a multiple of 65536";
    case RT_EXHAUSTED: return "the limit is too small";
    case RT_INVALID: return "a side module cannot be a guest of its own";
    case RT_LINKED: return "side modules are loaded into it";
    case RT_FOREIGN: return "it was saved by another build";
    case RT_DAMAGED: return "the file is damaged";
    case RT_OK: break;
  }
  return "no error";
}

bool bridge_succeeded(JNIEnv *env, enum rt_status status, const char *what) {
  if (status != RT_OK) {
    char message[RT_MESSAGE_BYTES];
    const char *advice = status == RT_SYSTEM ? remedy(errno) : NULL;
    const char *separator = advice == NULL ? "" : "; ";
    snprintf(message, sizeof message, "cannot %s: %s%s%s", what, reason(status), separator, advice == NULL ? "" : advice);
    throw_new(env, advice == NULL ? EXCEPTION : EXHAUSTED, message);
  }
  return status == RT_OK;
}

static jlong code_address(rt_code code) {
  return (jlong)(uintptr_t)code;
}

void bridge_set_string(JNIEnv *env, jobjectArray array, jsize index, const char *text) {
  jstring string = (*env)->NewStringUTF(env, text);
  if (string != NULL) {
    (*env)->SetObjectArrayElement(env, array, index, string);
    (*env)->DeleteLocalRef(env, string);
  }
}

jobjectArray bridge_strings(JNIEnv *env, uint32_t count) {
  jclass type = (*env)->FindClass(env, "java/lang/String");
  return type == NULL ? NULL : (*env)->NewObjectArray(env, (jsize)count, type, NULL);
}

static jlongArray longs(JNIEnv *env, const jlong *values, size_t count) {
  jlongArray array = (*env)->NewLongArray(env, (jsize)count);
  if (array != NULL) {
    (*env)->SetLongArrayRegion(env, array, 0, (jsize)count, values);
  }
  return array;
}

/* ---- modules ---- */

bool bridge_get_path(JNIEnv *env, jbyteArray path, char text[PATH_BYTES]) {
  jsize length = (*env)->GetArrayLength(env, path);
  if (length >= PATH_BYTES) {
    bridge_throw(env, "the path of the file is too long");
    return false;
  }
  (*env)->GetByteArrayRegion(env, path, 0, length, (jbyte *)text);
  text[length] = 0;
  return true;
}

static jlong JNICALL load_module(JNIEnv *env, jclass self, jbyteArray path) {
  (void)self;
  char text[PATH_BYTES];
  char message[RT_MESSAGE_BYTES];
  const struct rt_module *module;
  if (!bridge_get_path(env, path, text)) {
    return 0;
  }
  if (rt_module_load(text, &module, message) != RT_OK) {
    bridge_throw(env, message);
    return 0;
  }
  return address_of(module);
}

static jobjectArray JNICALL module_names(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jobjectArray result = bridge_strings(env, 2);
  if (result != NULL) {
    bridge_set_string(env, result, 0, module->name);
    bridge_set_string(env, result, 1, module->wasm_sha256);
  }
  return result;
}

static jlongArray JNICALL module_numbers(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  const jlong values[] = {
      module->state->id,
      module->is_side_module,
      module->dylink_memory_bytes,
      module->dylink_memory_align_log2,
      module->dylink_table_entries,
      module->dylink_table_align_log2,
      code_address((rt_code)module->init_globals),
      code_address((rt_code)module->init_table),
      code_address((rt_code)module->init_memory),
      code_address(module->start),
      module->memory_min_pages,
  };
  return longs(env, values, sizeof values / sizeof values[0]);
}

static jobjectArray JNICALL module_types(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jobjectArray result = bridge_strings(env, module->type_count);
  for (uint32_t i = 0; result != NULL && i < module->type_count; i++) {
    bridge_set_string(env, result, (jsize)i, module->types[i].signature);
  }
  return result;
}

static jlongArray JNICALL module_type_enters(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jlongArray result = (*env)->NewLongArray(env, (jsize)module->type_count);
  for (uint32_t i = 0; result != NULL && i < module->type_count; i++) {
    jlong enter = (jlong)(uintptr_t)module->types[i].enter;
    (*env)->SetLongArrayRegion(env, result, (jsize)i, 1, &enter);
  }
  return result;
}

/* A function's signature; a global's letter; nothing for the rest. */
static const char *type_name(const struct rt_module *module, enum rt_kind kind, uint32_t type, char letter[2]) {
  letter[0] = kind == RT_KIND_GLOBAL ? (char)type : (char)0;
  letter[1] = 0;
  return kind == RT_KIND_FUNCTION ? module->types[type].signature : letter;
}

/* Three strings an import: module, name, type. */
static jobjectArray JNICALL import_names(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jobjectArray result = bridge_strings(env, 3 * module->import_count);
  for (uint32_t i = 0; result != NULL && i < module->import_count; i++) {
    const struct rt_import *import = &module->imports[i];
    char letter[2];
    bridge_set_string(env, result, (jsize)(3 * i), import->module);
    bridge_set_string(env, result, (jsize)(3 * i + 1), import->name);
    bridge_set_string(env, result, (jsize)(3 * i + 2), type_name(module, import->kind, import->type, letter));
  }
  return result;
}

/* Four numbers an import: kind, distance of its slot from the guest's address, whether mutable, the host's code. */
static jlongArray JNICALL import_numbers(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jlongArray result = (*env)->NewLongArray(env, (jsize)(4 * module->import_count));
  for (uint32_t i = 0; result != NULL && i < module->import_count; i++) {
    const struct rt_import *import = &module->imports[i];
    const jlong values[] = {import->kind, rt_area_distance(module, import->slot), import->is_mutable,
                            code_address(import->host)};
    (*env)->SetLongArrayRegion(env, result, (jsize)(4 * i), 4, values);
  }
  return result;
}

static jint JNICALL export_count(JNIEnv *env, jclass self, jlong address) {
  (void)env;
  (void)self;
  return (jint)module_at(address)->export_count;
}

/* The number of the export of that name, or -1. */
static jint JNICALL find_export(JNIEnv *env, jclass self, jlong address, jstring name) {
  (void)self;
  const struct rt_module *module = module_at(address);
  const char *text = (*env)->GetStringUTFChars(env, name, NULL);
  if (text == NULL) {
    return -1;
  }
  const struct rt_export *found = rt_module_find_export(module, text);
  (*env)->ReleaseStringUTFChars(env, name, text);
  return found == NULL ? -1 : (jint)(found - module->exports);
}

/* Two strings an export: name, type. */
static jobjectArray JNICALL export_names(JNIEnv *env, jclass self, jlong address, jint first, jint count) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jobjectArray result = bridge_strings(env, 2 * (uint32_t)count);
  for (uint32_t i = 0; result != NULL && i < (uint32_t)count; i++) {
    const struct rt_export *export = &module->exports[(uint32_t)first + i];
    char letter[2];
    bridge_set_string(env, result, (jsize)(2 * i), export->name);
    bridge_set_string(env, result, (jsize)(2 * i + 1), type_name(module, export->kind, export->type, letter));
  }
  return result;
}

/* Four numbers an export: kind, a function's code or the distance of a global's cell, whether mutable, function index. */
static jlongArray JNICALL export_numbers(JNIEnv *env, jclass self, jlong address, jint first, jint count) {
  (void)self;
  const struct rt_module *module = module_at(address);
  jlongArray result = (*env)->NewLongArray(env, 4 * count);
  for (uint32_t i = 0; result != NULL && i < (uint32_t)count; i++) {
    const struct rt_export *export = &module->exports[(uint32_t)first + i];
    jlong place = export->kind == RT_KIND_FUNCTION ? code_address(export->code)
                                                   : (jlong)rt_area_distance(module, export->index);
    const jlong values[] = {export->kind, place, export->is_mutable, export->index};
    (*env)->SetLongArrayRegion(env, result, (jsize)(4 * i), 4, values);
  }
  return result;
}

/* The module of a machine address, the function's index among the module's own, its offset in the wasm file, and how far in. */
static jlongArray JNICALL locate(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  struct rt_location location;
  if (!rt_module_locate((uint64_t)address, &location)) {
    return longs(env, NULL, 0);
  }
  const jlong values[] = {address_of(location.module), location.function,
                          location.module->functions[location.function].offset, (jlong)location.distance};
  return longs(env, values, sizeof values / sizeof values[0]);
}

static jlong JNICALL builtin(JNIEnv *env, jclass self, jstring module, jstring name, jstring signature) {
  (void)self;
  const char *text[3] = {(*env)->GetStringUTFChars(env, module, NULL), (*env)->GetStringUTFChars(env, name, NULL),
                         (*env)->GetStringUTFChars(env, signature, NULL)};
  jlong code = 0;
  if (text[0] != NULL && text[1] != NULL && text[2] != NULL) {
    code = code_address(rt_builtin(text[0], text[1], text[2]));
  }
  const jstring string[3] = {module, name, signature};
  for (int i = 0; i < 3; i++) {
    if (text[i] != NULL) {
      (*env)->ReleaseStringUTFChars(env, string[i], text[i]);
    }
  }
  return code;
}

/* ---- guests ---- */

static jlong JNICALL create_guest(JNIEnv *env, jclass self, jlong module, jlong memory_bytes, jlong stack_bytes) {
  (void)self;
  struct rt_limits limits = {(uint64_t)memory_bytes, (uint64_t)stack_bytes};
  rt_guest *g = NULL;
  bridge_succeeded(env, rt_guest_create(module_at(module), limits, &g), "create a guest");
  return address_of(g);
}

static jint JNICALL resume(JNIEnv *env, jclass self, jlong guest) {
  (void)self;
  rt_guest *g = guest_at(guest);
  enum rt_status status = rt_resume(g);
  if (status != RT_OK) {
    bridge_succeeded(env, status, "resume the guest");
    return 0;
  }
  return (jint)rt_header(g)->request.kind;
}

static void JNICALL close_guest(JNIEnv *env, jclass self, jlong guest) {
  (void)self;
  bridge_succeeded(env, rt_guest_close(guest_at(guest)), "close the guest");
}

static jobject JNICALL guest_state(JNIEnv *env, jclass self, jlong guest) {
  (void)self;
  return (*env)->NewDirectByteBuffer(env, (char *)guest_at(guest) - RT_RESERVED_BEFORE, RT_RESERVED_BEFORE);
}

static jobject JNICALL guest_memory(JNIEnv *env, jclass self, jlong guest, jint window) {
  (void)self;
  return (*env)->NewDirectByteBuffer(env, (char *)guest_at(guest) + window * WINDOW_BYTES, LARGEST_BUFFER);
}

static jlong JNICALL host_function(JNIEnv *env, jclass self, jlong guest, jint index, jstring signature) {
  (void)self;
  const char *text = (*env)->GetStringUTFChars(env, signature, NULL);
  if (text == NULL) {
    return 0;
  }
  enum rt_status status = rt_host_function_set(guest_at(guest), (uint32_t)index, text);
  (*env)->ReleaseStringUTFChars(env, signature, text);
  return bridge_succeeded(env, status, "add a host function") ? code_address(rt_host_function_code((uint32_t)index)) : 0;
}

static jlong JNICALL plain_enter(JNIEnv *env, jclass self) {
  (void)env;
  (void)self;
  return (jlong)(uintptr_t)rt_enter_plain;
}

/* ---- the layout that GuestState repeats ---- */

#define IN_HEADER(member) ((jlong)(RT_RESERVED_BEFORE - RT_HEADER_BYTES + offsetof(struct rt_header, member)))
#define CONTROL ((jlong)(RT_RESERVED_BEFORE - RT_HEADER_BYTES + sizeof(struct rt_header)))
#define IN_CONTROL(member) (CONTROL + (jlong)offsetof(struct rt_control, member))

_Static_assert(offsetof(struct rt_header, request) == 32, "GuestState.REQUEST");
_Static_assert(sizeof(struct rt_header) == 592, "GuestState.CONTROL");
_Static_assert(offsetof(struct rt_private, control) == 0, "GuestState.CONTROL");

static jlongArray JNICALL layout(JNIEnv *env, jclass self) {
  (void)self;
  const jlong values[] = {
      RT_RESERVED_BEFORE,
      RT_AREA_BYTES,
      RT_HEADER_BYTES,
      RT_GOT_BYTES,
      RT_TABLE_CAPACITY,
      sizeof(struct rt_entry),
      IN_HEADER(memory_pages),
      IN_HEADER(table_size),
      IN_HEADER(table_max),
      IN_HEADER(request.kind),
      IN_HEADER(request.module),
      IN_HEADER(request.import),
      IN_HEADER(request.depth),
      IN_HEADER(request.trap),
      IN_HEADER(request.answer),
      IN_HEADER(request.fault),
      IN_HEADER(request.argument),
      IN_HEADER(request.result),
      IN_CONTROL(command),
      IN_CONTROL(code),
      IN_CONTROL(enter),
      IN_CONTROL(trap_at),
      RT_REQUEST_RETURNED,
      RT_REQUEST_HOST_CALL,
      RT_REQUEST_TRAPPED,
      RT_REQUEST_ABANDONED,
      RT_HOST_FUNCTIONS,
      RT_TRAP_UNRESOLVED_IMPORT,
  };
  return longs(env, values, sizeof values / sizeof values[0]);
}

/* ---- locks ---- */

/*
 * Locks a file for an open file description (F_OFD_SETLK, on Linux); the descriptor that has the lock, or -1 if another has it.
 * The locks that POSIX knows belong to the process, which loses them as soon as any of its code closes the file. All of
 * the file is locked, however long it becomes; POSIX locks of other processes stand in its way, and it in theirs.
 */
static jint JNICALL lock_file(JNIEnv *env, jclass self, jbyteArray path) {
  (void)self;
  char text[PATH_BYTES];
  if (!bridge_get_path(env, path, text)) {
    return -1;
  }
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int descriptor = open(text, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor >= 0 && fcntl(descriptor, F_OFD_SETLK, &lock) == 0) {
    return descriptor;
  }
  int cause = errno;
  bool is_locked = descriptor >= 0 && (cause == EAGAIN || cause == EACCES);
  if (descriptor >= 0) {
    close(descriptor);
  }
  errno = cause;
  bridge_succeeded(env, is_locked ? RT_OK : RT_SYSTEM, "lock the file");
  return -1;
}

static void JNICALL unlock_file(JNIEnv *env, jclass self, jint descriptor) {
  (void)env;
  (void)self;
  close(descriptor);
}

/* ---- registration ---- */

static JNINativeMethod methods[] = {
    {"loadModule", "([B)J", (void *)load_module},
    {"moduleNames", "(J)[Ljava/lang/String;", (void *)module_names},
    {"moduleNumbers", "(J)[J", (void *)module_numbers},
    {"moduleTypes", "(J)[Ljava/lang/String;", (void *)module_types},
    {"moduleTypeEnters", "(J)[J", (void *)module_type_enters},
    {"importNames", "(J)[Ljava/lang/String;", (void *)import_names},
    {"importNumbers", "(J)[J", (void *)import_numbers},
    {"exportCount", "(J)I", (void *)export_count},
    {"findExport", "(JLjava/lang/String;)I", (void *)find_export},
    {"exportNames", "(JII)[Ljava/lang/String;", (void *)export_names},
    {"exportNumbers", "(JII)[J", (void *)export_numbers},
    {"locate", "(J)[J", (void *)locate},
    {"builtin", "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)J", (void *)builtin},
    {"createGuest", "(JJJ)J", (void *)create_guest},
    {"resume", "(J)I", (void *)resume},
    {"closeGuest", "(J)V", (void *)close_guest},
    {"guestState", "(J)Ljava/nio/ByteBuffer;", (void *)guest_state},
    {"guestMemory", "(JI)Ljava/nio/ByteBuffer;", (void *)guest_memory},
    {"hostFunction", "(JILjava/lang/String;)J", (void *)host_function},
    {"plainEnter", "()J", (void *)plain_enter},
    {"createImage", "(J[J)J", (void *)bridge_create_image},
    {"freeImage", "(J)V", (void *)bridge_free_image},
    {"startImage", "(JJJ)J", (void *)bridge_start_image},
    {"imageBytes", "(J)J", (void *)bridge_image_bytes},
    {"resetGuest", "(JJ)Z", (void *)bridge_reset_guest},
    {"leaveShared", "(J)V", (void *)bridge_leave_shared},
    {"touchedPages", "(J)[J", (void *)bridge_touched_pages},
    {"touchPages", "(J[J)V", (void *)bridge_touch_pages},
    {"createShared", "(J)J", (void *)bridge_create_shared},
    {"freeShared", "(J)V", (void *)bridge_free_shared},
    {"saveImage", "(J[BJ)J", (void *)bridge_save_image},
    {"loadImage", "(J[BJ[I)J", (void *)bridge_load_image},
    {"imageSignatures", "(J)[Ljava/lang/String;", (void *)bridge_image_signatures},
    {"captureShared", "(J[J)J", (void *)bridge_capture_shared},
    {"sharedUsed", "(J)J", (void *)bridge_shared_used},
    {"restoreShared", "(J[J)V", (void *)bridge_restore_shared},
    {"fillShared", "(JJ)V", (void *)bridge_fill_shared},
    {"savePart", "(J[BJ)J", (void *)bridge_save_part},
    {"loadPart", "([BJJ)J", (void *)bridge_load_part},
    {"freePart", "(J)V", (void *)bridge_free_part},
    {"mapShared", "(JJJ)V", (void *)bridge_map_shared},
    {"unmapShared", "(JJJ)V", (void *)bridge_unmap_shared},
    {"lockFile", "([B)I", (void *)lock_file},
    {"unlockFile", "(I)V", (void *)unlock_file},
    {"runAfterHooks", "(Ljava/lang/Runnable;)Z", (void *)bridge_run_after_hooks},
    {"createRegion", "(I)Ljava/nio/ByteBuffer;", (void *)bridge_create_region},
    {"fillRegion", "(Ljava/nio/ByteBuffer;II)V", (void *)bridge_fill_region},
    {"emptyRegion", "(Ljava/nio/ByteBuffer;II)V", (void *)bridge_empty_region},
    {"layout", "()[J", (void *)layout},
};

/* Called by the loader (loader.c) once for each class loader. 0, or a Java exception is pending. */
JNIEXPORT jint JNICALL pglitej_attach(JNIEnv *env, jclass natives);

JNIEXPORT jint JNICALL pglitej_attach(JNIEnv *env, jclass natives) {
  return (*env)->RegisterNatives(env, natives, methods, (jint)(sizeof methods / sizeof methods[0]));
}
