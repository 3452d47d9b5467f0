/* The natives of images and shared memory; bridge.c registers them. */
#include <errno.h>
#include <stdlib.h>

#include "bridge.h"

jlong JNICALL bridge_create_image(JNIEnv *env, jclass self, jlong guest, jlongArray excluded) {
  (void)self;
  jsize numbers = (*env)->GetArrayLength(env, excluded);
  jlong *values = (*env)->GetLongArrayElements(env, excluded, NULL);
  if (values == NULL) {
    return 0;
  }
  struct rt_image *image = NULL;
  _Static_assert(sizeof(struct rt_range) == 2 * sizeof(jlong), "a range is passed as two numbers");
  enum rt_status status =
      rt_image_create(guest_at(guest), (const struct rt_range *)values, (size_t)numbers / 2, &image);
  (*env)->ReleaseLongArrayElements(env, excluded, values, JNI_ABORT);
  bridge_succeeded(env, status, "make an image of the guest");
  return address_of(image);
}

void JNICALL bridge_free_image(JNIEnv *env, jclass self, jlong image) {
  (void)env;
  (void)self;
  rt_image_free((struct rt_image *)(uintptr_t)image);
}

jlong JNICALL bridge_start_image(JNIEnv *env, jclass self, jlong image, jlong memory_bytes, jlong stack_bytes) {
  (void)self;
  struct rt_limits limits = {(uint64_t)memory_bytes, (uint64_t)stack_bytes};
  rt_guest *g = NULL;
  const struct rt_image *from = (const struct rt_image *)(uintptr_t)image;
  bridge_succeeded(env, rt_image_start(from, limits, &g), "start a guest from an image");
  return address_of(g);
}

/* How much memory its guests begin with. */
jlong JNICALL bridge_image_bytes(JNIEnv *env, jclass self, jlong image) {
  (void)env;
  (void)self;
  return (jlong)((const struct rt_image *)(uintptr_t)image)->memory_pages * RT_WASM_PAGE;
}

/* False where it can only be closed. */
jboolean JNICALL bridge_reset_guest(JNIEnv *env, jclass self, jlong guest, jlong image) {
  (void)env;
  (void)self;
  return rt_guest_reset(guest_at(guest), (const struct rt_image *)(uintptr_t)image) == RT_OK;
}

void JNICALL bridge_leave_shared(JNIEnv *env, jclass self, jlong guest) {
  (void)self;
  bridge_succeeded(env, rt_guest_leave_shared(guest_at(guest)), "take shared memory out of a guest");
}

/* As numbers: bytes of the stack, then from and to of each range. */
jlongArray JNICALL bridge_touched_pages(JNIEnv *env, jclass self, jlong guest) {
  (void)self;
  struct rt_touched touched = {0};
  jlongArray result = NULL;
  if (bridge_succeeded(env, rt_touched_pages(guest_at(guest), &touched), "survey the guest's pages")) {
    jsize numbers = (jsize)(2 * touched.places.count);
    jlong stack_bytes = (jlong)touched.stack_bytes;
    result = (*env)->NewLongArray(env, numbers + 1);
    if (result != NULL) {
      (*env)->SetLongArrayRegion(env, result, 0, 1, &stack_bytes);
      (*env)->SetLongArrayRegion(env, result, 1, numbers, (const jlong *)touched.places.at);
    }
  }
  rt_ranges_free(&touched.places);
  return result;
}

void JNICALL bridge_touch_pages(JNIEnv *env, jclass self, jlong guest, jlongArray pages) {
  (void)self;
  jsize numbers = (*env)->GetArrayLength(env, pages);
  jlong *values = (*env)->GetLongArrayElements(env, pages, NULL);
  if (values == NULL) {
    return;
  }
  size_t count = (size_t)(numbers - 1) / 2;
  struct rt_touched touched = {(uint64_t)values[0], {(struct rt_range *)(values + 1), count, count}};
  rt_touch_pages(guest_at(guest), &touched);
  (*env)->ReleaseLongArrayElements(env, pages, values, JNI_ABORT);
}

typedef enum rt_status save_function(const void *what, const struct rt_file *file, uint64_t *offset);

/* Writes into a file from an offset on; the offset behind. */
static jlong save(JNIEnv *env, const void *what, jbyteArray path, jlong offset, save_function *function) {
  char text[PATH_BYTES];
  struct rt_file file;
  uint64_t end = (uint64_t)offset;
  if (!bridge_get_path(env, path, text)) {
    return 0;
  }
  enum rt_status status = rt_file_open(text, true, &file);
  if (status == RT_OK) {
    status = function(what, &file, &end);
    int cause = errno;
    rt_file_close(&file);
    errno = cause;
  }
  bridge_succeeded(env, status, "save the image");
  return (jlong)end;
}

static enum rt_status save_image_part(const void *image, const struct rt_file *file, uint64_t *offset) {
  return rt_image_save(image, file, offset);
}

jlong JNICALL bridge_save_image(JNIEnv *env, jclass self, jlong image, jbyteArray path, jlong offset) {
  (void)self;
  return save(env, (const void *)(uintptr_t)image, path, offset, save_image_part);
}

/* host_places gets the index in the table of each host function. */
jlong JNICALL bridge_load_image(JNIEnv *env, jclass self, jlong module, jbyteArray path, jlong offset,
                                jintArray host_places) {
  (void)self;
  char text[PATH_BYTES];
  uint32_t places[RT_HOST_FUNCTIONS] = {0};
  struct rt_image *image = NULL;
  if (!bridge_get_path(env, path, text)) {
    return 0;
  }
  enum rt_status status = rt_image_load(module_at(module), text, (uint64_t)offset, places, &image);
  bridge_succeeded(env, status, "load the image");
  (*env)->SetIntArrayRegion(env, host_places, 0, RT_HOST_FUNCTIONS, (const jint *)places);
  return address_of(image);
}

/* The signatures of the host functions in its table, in the order of their numbers. */
jobjectArray JNICALL bridge_image_signatures(JNIEnv *env, jclass self, jlong address) {
  (void)self;
  const struct rt_image *image = (const struct rt_image *)(uintptr_t)address;
  uint32_t count = 0;
  while (count < RT_HOST_FUNCTIONS && image->host_function[count][0] != 0) {
    count++;
  }
  jobjectArray result = bridge_strings(env, count);
  for (uint32_t i = 0; result != NULL && i < count; i++) {
    bridge_set_string(env, result, (jsize)i, image->host_function[i]);
  }
  return result;
}

static struct rt_shared *shared_at(jlong address) {
  return (struct rt_shared *)(uintptr_t)address;
}

jlong JNICALL bridge_create_shared(JNIEnv *env, jclass self, jlong bytes) {
  (void)self;
  struct rt_shared *shared = malloc(sizeof *shared);
  enum rt_status status = shared == NULL ? RT_SYSTEM : rt_shared_create((uint64_t)bytes, shared);
  if (!bridge_succeeded(env, status, "create shared memory")) {
    free(shared);
    return 0;
  }
  return address_of(shared);
}

void JNICALL bridge_free_shared(JNIEnv *env, jclass self, jlong shared) {
  (void)env;
  (void)self;
  rt_shared_free(shared_at(shared));
  free(shared_at(shared));
}

void JNICALL bridge_map_shared(JNIEnv *env, jclass self, jlong shared, jlong guest, jlong address) {
  (void)self;
  bridge_succeeded(env, rt_shared_map(shared_at(shared), guest_at(guest), (uint64_t)address), "map shared memory");
}

/* image is 0 for a guest that was not started from one. */
void JNICALL bridge_unmap_shared(JNIEnv *env, jclass self, jlong guest, jlong image, jlong address) {
  (void)self;
  const struct rt_image *origin = (const struct rt_image *)(uintptr_t)image;
  bridge_succeeded(env, rt_shared_unmap(guest_at(guest), origin, (uint64_t)address), "unmap shared memory");
}

jlong JNICALL bridge_shared_used(JNIEnv *env, jclass self, jlong shared) {
  (void)self;
  uint64_t bytes = 0;
  bridge_succeeded(env, rt_file_used(&shared_at(shared)->file, &bytes), "measure shared memory");
  return (jlong)bytes;
}

/* A part of shared memory: what it held at one moment. */
static struct rt_part *part_at(jlong address) {
  return (struct rt_part *)(uintptr_t)address;
}

void JNICALL bridge_free_part(JNIEnv *env, jclass self, jlong part) {
  (void)env;
  (void)self;
  rt_part_free(part_at(part));
  free(part_at(part));
}

/* The address of the part if status is RT_OK; otherwise it is freed, and an exception is pending. */
static jlong finished(JNIEnv *env, struct rt_part *part, enum rt_status status, const char *what) {
  if (!bridge_succeeded(env, status, what)) {
    if (part != NULL) {
      bridge_free_part(env, NULL, address_of(part));
    }
    return 0;
  }
  return address_of(part);
}

jlong JNICALL bridge_capture_shared(JNIEnv *env, jclass self, jlong shared, jlongArray ranges) {
  (void)self;
  struct rt_part *part = calloc(1, sizeof *part);
  jlong *values = (*env)->GetLongArrayElements(env, ranges, NULL);
  if (values == NULL || part == NULL) {
    free(part);
    return 0;
  }
  size_t count = (size_t)(*env)->GetArrayLength(env, ranges) / 2;
  enum rt_status status = rt_shared_capture(shared_at(shared), (const struct rt_range *)values, count, part);
  (*env)->ReleaseLongArrayElements(env, ranges, values, JNI_ABORT);
  return finished(env, part, status, "copy shared memory");
}

void JNICALL bridge_fill_shared(JNIEnv *env, jclass self, jlong shared, jlong part) {
  (void)self;
  bridge_succeeded(env, rt_shared_fill(shared_at(shared), part_at(part)), "fill shared memory");
}

#define MOST_PARTS 4
void JNICALL bridge_restore_shared(JNIEnv *env, jclass self, jlong shared, jlongArray parts) {
  (void)self;
  jlong addresses[MOST_PARTS] = {0};
  struct rt_part *pointers[MOST_PARTS];
  jsize count = (*env)->GetArrayLength(env, parts);
  if (count > MOST_PARTS) {
    bridge_throw(env, "too many images of shared memory");
    return;
  }
  (*env)->GetLongArrayRegion(env, parts, 0, count, addresses);
  for (jsize i = 0; i < count; i++) {
    pointers[i] = part_at(addresses[i]);
  }
  enum rt_status status = rt_shared_restore(shared_at(shared), pointers, (size_t)count);
  bridge_succeeded(env, status, "restore shared memory");
}

static enum rt_status save_shared_part(const void *part, const struct rt_file *file, uint64_t *offset) {
  return rt_part_save(part, file, offset);
}

jlong JNICALL bridge_save_part(JNIEnv *env, jclass self, jlong part, jbyteArray path, jlong offset) {
  (void)self;
  return save(env, part_at(part), path, offset, save_shared_part);
}

jlong JNICALL bridge_load_part(JNIEnv *env, jclass self, jbyteArray path, jlong offset, jlong shared_bytes) {
  (void)self;
  char text[PATH_BYTES];
  struct rt_file file;
  if (!bridge_get_path(env, path, text) || !bridge_succeeded(env, rt_file_open(text, false, &file), "load shared memory")) {
    return 0;
  }
  struct rt_part *part = calloc(1, sizeof *part);
  if (part == NULL) {
    rt_file_close(&file);
  }
  enum rt_status status = part == NULL ? RT_SYSTEM : rt_part_load(part, &file, (uint64_t)offset, (uint64_t)shared_bytes);
  return finished(env, part, status, "load shared memory");
}
