/* What the files of the bridge share. A guest, module, image and shared memory are addresses to Java. */
#ifndef PGLITEJ_BRIDGE_H
#define PGLITEJ_BRIDGE_H

#include <jni.h>

#include "runtime.h"

static inline rt_guest *guest_at(jlong address) {
  return (rt_guest *)(uintptr_t)address;
}

static inline const struct rt_module *module_at(jlong address) {
  return (const struct rt_module *)(uintptr_t)address;
}

static inline jlong address_of(const void *pointer) {
  return (jlong)(uintptr_t)pointer;
}

/* bridge.c: an exception becomes pending. */
void bridge_throw(JNIEnv *env, const char *message);
/* True if status is RT_OK; otherwise an exception is pending: "cannot <what>: <reason>". */
bool bridge_succeeded(JNIEnv *env, enum rt_status status, const char *what);
#define PATH_BYTES 4096
/* Copies a path; false if that is impossible, with an exception pending. */
bool bridge_get_path(JNIEnv *env, jbyteArray path, char text[PATH_BYTES]);
void bridge_set_string(JNIEnv *env, jobjectArray array, jsize index, const char *text);
jobjectArray bridge_strings(JNIEnv *env, uint32_t count);

/* bridge_images.c: natives. */
jlong JNICALL bridge_create_image(JNIEnv *env, jclass self, jlong guest, jlongArray excluded);
void JNICALL bridge_free_image(JNIEnv *env, jclass self, jlong image);
jlong JNICALL bridge_start_image(JNIEnv *env, jclass self, jlong image, jlong memory_bytes, jlong stack_bytes);
jlong JNICALL bridge_image_bytes(JNIEnv *env, jclass self, jlong image);
jboolean JNICALL bridge_reset_guest(JNIEnv *env, jclass self, jlong guest, jlong image);
void JNICALL bridge_leave_shared(JNIEnv *env, jclass self, jlong guest);
jlongArray JNICALL bridge_touched_pages(JNIEnv *env, jclass self, jlong guest);
void JNICALL bridge_touch_pages(JNIEnv *env, jclass self, jlong guest, jlongArray pages);
jlong JNICALL bridge_save_image(JNIEnv *env, jclass self, jlong image, jbyteArray path, jlong offset);
jlong JNICALL bridge_load_image(JNIEnv *env, jclass self, jlong module, jbyteArray path, jlong offset,
                                jintArray host_places);
jobjectArray JNICALL bridge_image_signatures(JNIEnv *env, jclass self, jlong address);
jlong JNICALL bridge_create_shared(JNIEnv *env, jclass self, jlong bytes);
void JNICALL bridge_free_shared(JNIEnv *env, jclass self, jlong shared);
void JNICALL bridge_map_shared(JNIEnv *env, jclass self, jlong shared, jlong guest, jlong address);
void JNICALL bridge_free_part(JNIEnv *env, jclass self, jlong part);
jlong JNICALL bridge_capture_shared(JNIEnv *env, jclass self, jlong shared, jlongArray ranges);
void JNICALL bridge_unmap_shared(JNIEnv *env, jclass self, jlong guest, jlong image, jlong address);
jlong JNICALL bridge_shared_used(JNIEnv *env, jclass self, jlong shared);
void JNICALL bridge_restore_shared(JNIEnv *env, jclass self, jlong shared, jlongArray parts);
void JNICALL bridge_fill_shared(JNIEnv *env, jclass self, jlong shared, jlong part);
jlong JNICALL bridge_save_part(JNIEnv *env, jclass self, jlong part, jbyteArray path, jlong offset);
jlong JNICALL bridge_load_part(JNIEnv *env, jclass self, jbyteArray path, jlong offset, jlong shared_bytes);

/* bridge_exit.c: runs a java.lang.Runnable when the JVM ends, after its shutdown hooks; false if it has no place for it. */
jboolean JNICALL bridge_run_after_hooks(JNIEnv *env, jclass self, jobject action);

/* bridge_regions.c: natives. */
jobject JNICALL bridge_create_region(JNIEnv *env, jclass self, jint bytes);
void JNICALL bridge_fill_region(JNIEnv *env, jclass self, jobject region, jint offset, jint length);
void JNICALL bridge_empty_region(JNIEnv *env, jclass self, jobject region, jint offset, jint length);

#endif
