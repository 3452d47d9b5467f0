/*
 * What a class loader loads. A JVM lets one class loader have a library, by the name of its file; the engine must be there
 * once a process: it has one signal handler, and the modules that it has loaded say whose they are. So each class loader
 * loads this, or a copy of it, which goes with the class loader, and all of them share the engine, which the dynamic linker
 * knows by its path and never unloads.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <jni.h>
#include <stdint.h>

#define PATH_BYTES 4096

/* In the engine. Its argument tells class loaders apart: it is an address in their library. */
static void (*detach)(uint64_t owner);

static uint64_t owner(void) {
  return (uint64_t)(uintptr_t)&detach;
}

static void fail(JNIEnv *env, const char *message) {
  jclass type = (*env)->FindClass(env, "java/lang/UnsatisfiedLinkError");
  if (type != NULL) {
    (*env)->ThrowNew(env, type, message);
  }
}

/*
 * Loads the engine's library, unless it is there, and gives a class the native methods that it implements. Returns what the
 * engine is to know the class loader by.
 */
JNIEXPORT jlong JNICALL Java_dev_pglitej_internal_engine_EngineLibrary_attach(JNIEnv *env, jclass self, jclass natives,
                                                                    jbyteArray path);

JNIEXPORT jlong JNICALL Java_dev_pglitej_internal_engine_EngineLibrary_attach(JNIEnv *env, jclass self, jclass natives,
                                                                    jbyteArray path) {
  (void)self;
  char text[PATH_BYTES];
  jsize length = (*env)->GetArrayLength(env, path);
  if (length >= PATH_BYTES) {
    fail(env, "the path of the engine's library is too long");
    return 0;
  }
  (*env)->GetByteArrayRegion(env, path, 0, length, (jbyte *)text);
  text[length] = 0;
  void *engine = dlopen(text, RTLD_NOW | RTLD_LOCAL);
  if (engine == NULL) {
    fail(env, dlerror());
    return 0;
  }
  jint (*attach)(JNIEnv *, jclass) = (jint (*)(JNIEnv *, jclass))dlsym(engine, "pglitej_attach");
  if (attach == NULL) {
    fail(env, dlerror());
    return 0;
  }
  detach = (void (*)(uint64_t))dlsym(engine, "pglitej_detach");
  /* An exception is pending where it fails. */
  (void)attach(env, natives);
  return (jlong)owner();
}

/* The class loader has been collected, and with it everything that could use what it had of the engine. */
JNIEXPORT void JNICALL JNI_OnUnload(JavaVM *vm, void *reserved) {
  (void)vm;
  (void)reserved;
  if (detach != NULL) {
    detach(owner());
  }
}
