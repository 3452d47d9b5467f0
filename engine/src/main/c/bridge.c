/*
 * The Java side's way in: the natives of dev.pglitej.internal.engine.NativeRuntime, and nothing else. A guest, module, image and
 * shared memory are addresses to Java. No native calls Java back, except to throw; those in bridge_exit.c call
 * the JDK. The natives are in the other files of the bridge; what they share, and their table, is here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>

#include "bridge.h"

#define EXCEPTION "dev/pglitej/internal/engine/EngineException"
#define EXHAUSTED "dev/pglitej/internal/engine/ExhaustedException"

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

jlongArray bridge_longs(JNIEnv *env, const jlong *values, size_t count) {
  jlongArray array = (*env)->NewLongArray(env, (jsize)count);
  if (array != NULL) {
    (*env)->SetLongArrayRegion(env, array, 0, (jsize)count, values);
  }
  return array;
}

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

static JNINativeMethod methods[] = {
    {"loadModule", "([B)J", (void *)bridge_load_module},
    {"moduleNames", "(J)[Ljava/lang/String;", (void *)bridge_module_names},
    {"moduleNumbers", "(J)[J", (void *)bridge_module_numbers},
    {"moduleTypes", "(J)[Ljava/lang/String;", (void *)bridge_module_types},
    {"moduleTypeEnters", "(J)[J", (void *)bridge_module_type_enters},
    {"importNames", "(J)[Ljava/lang/String;", (void *)bridge_import_names},
    {"importNumbers", "(J)[J", (void *)bridge_import_numbers},
    {"exportCount", "(J)I", (void *)bridge_export_count},
    {"findExport", "(JLjava/lang/String;)I", (void *)bridge_find_export},
    {"exportNames", "(JII)[Ljava/lang/String;", (void *)bridge_export_names},
    {"exportNumbers", "(JII)[J", (void *)bridge_export_numbers},
    {"locate", "(J)[J", (void *)bridge_locate},
    {"builtin", "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)J", (void *)bridge_builtin},
    {"createGuest", "(JJJ)J", (void *)bridge_create_guest},
    {"resume", "(J)I", (void *)bridge_resume},
    {"closeGuest", "(J)V", (void *)bridge_close_guest},
    {"guestState", "(J)Ljava/nio/ByteBuffer;", (void *)bridge_guest_state},
    {"guestMemory", "(JI)Ljava/nio/ByteBuffer;", (void *)bridge_guest_memory},
    {"hostFunction", "(JILjava/lang/String;)J", (void *)bridge_host_function},
    {"plainEnter", "()J", (void *)bridge_plain_enter},
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
    {"lockFile", "([B)I", (void *)bridge_lock_file},
    {"unlockFile", "(I)V", (void *)bridge_unlock_file},
    {"runAfterHooks", "(Ljava/lang/Runnable;)Z", (void *)bridge_run_after_hooks},
    {"createRegion", "(JI)Ljava/nio/ByteBuffer;", (void *)bridge_create_region},
    {"regionBytes", "()J", (void *)bridge_region_bytes},
    {"fillRegion", "(Ljava/nio/ByteBuffer;II)V", (void *)bridge_fill_region},
    {"emptyRegion", "(Ljava/nio/ByteBuffer;II)V", (void *)bridge_empty_region},
    {"layout", "()[J", (void *)bridge_layout},
};

/* Called by the loader (loader.c) once for each class loader. 0, or a Java exception is pending. */
JNIEXPORT jint JNICALL pglitej_attach(JNIEnv *env, jclass natives);

JNIEXPORT jint JNICALL pglitej_attach(JNIEnv *env, jclass natives) {
  return (*env)->RegisterNatives(env, natives, methods, (jint)(sizeof methods / sizeof methods[0]));
}

/* Called by the loader when its class loader has been collected. */
JNIEXPORT void JNICALL pglitej_detach(uint64_t owner);

JNIEXPORT void JNICALL pglitej_detach(uint64_t owner) {
  rt_regions_free(owner);
}
