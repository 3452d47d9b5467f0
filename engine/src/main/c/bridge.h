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

static inline jlong code_address(rt_code code) {
  return (jlong)(uintptr_t)code;
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
jlongArray bridge_longs(JNIEnv *env, const jlong *values, size_t count);

/* bridge_modules.c: natives. */
jlong JNICALL bridge_load_module(JNIEnv *env, jclass self, jbyteArray path);
jobjectArray JNICALL bridge_module_names(JNIEnv *env, jclass self, jlong address);
jlongArray JNICALL bridge_module_numbers(JNIEnv *env, jclass self, jlong address);
jobjectArray JNICALL bridge_module_types(JNIEnv *env, jclass self, jlong address);
jlongArray JNICALL bridge_module_type_enters(JNIEnv *env, jclass self, jlong address);
jobjectArray JNICALL bridge_import_names(JNIEnv *env, jclass self, jlong address);
jlongArray JNICALL bridge_import_numbers(JNIEnv *env, jclass self, jlong address);
jint JNICALL bridge_export_count(JNIEnv *env, jclass self, jlong address);
jint JNICALL bridge_find_export(JNIEnv *env, jclass self, jlong address, jstring name);
jobjectArray JNICALL bridge_export_names(JNIEnv *env, jclass self, jlong address, jint first, jint count);
jlongArray JNICALL bridge_export_numbers(JNIEnv *env, jclass self, jlong address, jint first, jint count);
jlongArray JNICALL bridge_locate(JNIEnv *env, jclass self, jlong address);
jlong JNICALL bridge_builtin(JNIEnv *env, jclass self, jstring module, jstring name, jstring signature);

/* bridge_guests.c: natives. */
jlong JNICALL bridge_create_guest(JNIEnv *env, jclass self, jlong module, jlong memory_bytes, jlong stack_bytes);
jint JNICALL bridge_resume(JNIEnv *env, jclass self, jlong guest);
void JNICALL bridge_close_guest(JNIEnv *env, jclass self, jlong guest);
jobject JNICALL bridge_guest_state(JNIEnv *env, jclass self, jlong guest);
jobject JNICALL bridge_guest_memory(JNIEnv *env, jclass self, jlong guest, jint window);
jlong JNICALL bridge_host_function(JNIEnv *env, jclass self, jlong guest, jint index, jstring signature);
jlong JNICALL bridge_plain_enter(JNIEnv *env, jclass self);

/* bridge_layout.c: numbers of the layout that Java compares with its own. */
jlongArray JNICALL bridge_layout(JNIEnv *env, jclass self);

/* bridge_locks.c: natives. */
jint JNICALL bridge_lock_file(JNIEnv *env, jclass self, jbyteArray path);
void JNICALL bridge_unlock_file(JNIEnv *env, jclass self, jint descriptor);

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
jobject JNICALL bridge_create_region(JNIEnv *env, jclass self, jlong owner, jint bytes);
jlong JNICALL bridge_region_bytes(JNIEnv *env, jclass self);
void JNICALL bridge_fill_region(JNIEnv *env, jclass self, jobject region, jint offset, jint length);
void JNICALL bridge_empty_region(JNIEnv *env, jclass self, jobject region, jint offset, jint length);

#endif
