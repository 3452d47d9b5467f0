/* The bridge's natives of guests. */
#include "bridge.h"

/* Java sees linear memory through buffers that begin every 1 GiB and reach as far as a buffer can. */
#define WINDOW_BYTES ((int64_t)1 << 30)
#define LARGEST_BUFFER ((int64_t)INT32_MAX)

jlong JNICALL bridge_create_guest(JNIEnv *env, jclass self, jlong module, jlong memory_bytes, jlong stack_bytes) {
  (void)self;
  struct rt_limits limits = {(uint64_t)memory_bytes, (uint64_t)stack_bytes};
  rt_guest *g = NULL;
  bridge_succeeded(env, rt_guest_create(module_at(module), limits, &g), "create a guest");
  return address_of(g);
}

jint JNICALL bridge_resume(JNIEnv *env, jclass self, jlong guest) {
  (void)self;
  rt_guest *g = guest_at(guest);
  enum rt_status status = rt_resume(g);
  if (status != RT_OK) {
    bridge_succeeded(env, status, "resume the guest");
    return 0;
  }
  return (jint)rt_header(g)->request.kind;
}

void JNICALL bridge_close_guest(JNIEnv *env, jclass self, jlong guest) {
  (void)self;
  bridge_succeeded(env, rt_guest_close(guest_at(guest)), "close the guest");
}

jobject JNICALL bridge_guest_state(JNIEnv *env, jclass self, jlong guest) {
  (void)self;
  return (*env)->NewDirectByteBuffer(env, (char *)guest_at(guest) - RT_RESERVED_BEFORE, RT_RESERVED_BEFORE);
}

jobject JNICALL bridge_guest_memory(JNIEnv *env, jclass self, jlong guest, jint window) {
  (void)self;
  return (*env)->NewDirectByteBuffer(env, (char *)guest_at(guest) + window * WINDOW_BYTES, LARGEST_BUFFER);
}

jlong JNICALL bridge_host_function(JNIEnv *env, jclass self, jlong guest, jint index, jstring signature) {
  (void)self;
  const char *text = (*env)->GetStringUTFChars(env, signature, NULL);
  if (text == NULL) {
    return 0;
  }
  enum rt_status status = rt_host_function_set(guest_at(guest), (uint32_t)index, text);
  (*env)->ReleaseStringUTFChars(env, signature, text);
  return bridge_succeeded(env, status, "add a host function") ? code_address(rt_host_function_code((uint32_t)index)) : 0;
}

jlong JNICALL bridge_plain_enter(JNIEnv *env, jclass self) {
  (void)env;
  (void)self;
  return (jlong)(uintptr_t)rt_enter_plain;
}
