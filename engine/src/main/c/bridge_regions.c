/* The natives of regions; bridge.c registers them. */
#include "bridge.h"

jobject JNICALL bridge_create_region(JNIEnv *env, jclass self, jlong owner, jint bytes) {
  (void)self;
  void *start = NULL;
  bool created = bridge_succeeded(env, rt_region_create((uint64_t)owner, (size_t)bytes, &start), "reserve memory for the contents of files");
  return created ? (*env)->NewDirectByteBuffer(env, start, bytes) : NULL;
}

jlong JNICALL bridge_region_bytes(JNIEnv *env, jclass self) {
  (void)env;
  (void)self;
  return (jlong)rt_regions_bytes();
}

static char *at(JNIEnv *env, jobject region, jint offset) {
  return (char *)(*env)->GetDirectBufferAddress(env, region) + offset;
}

void JNICALL bridge_fill_region(JNIEnv *env, jclass self, jobject region, jint offset, jint length) {
  (void)self;
  (void)rt_populate_pages(at(env, region, offset), (size_t)length);
}

void JNICALL bridge_empty_region(JNIEnv *env, jclass self, jobject region, jint offset, jint length) {
  (void)self;
  bridge_succeeded(env, rt_pages_empty(at(env, region, offset), (size_t)length), "give memory back to the system");
}
