/*
 * The end of the JVM. The JDK has places for actions, which it runs one after the other: that in the second place starts all
 * shutdown hooks and waits for them. Those behind are for the JDK's own modules. Java code cannot reach them, so this does, and
 * does without where a JDK has changed.
 */
#include "bridge.h"

/* java.lang.Shutdown has ten places, of which the JDK uses three. */
#define FIRST_PLACE 3
#define LAST_PLACE 9

jboolean JNICALL bridge_run_after_hooks(JNIEnv *env, jclass self, jobject action) {
  (void)self;
  jclass shutdown = (*env)->FindClass(env, "java/lang/Shutdown");
  jmethodID add = shutdown == NULL ? NULL : (*env)->GetStaticMethodID(env, shutdown, "add", "(IZLjava/lang/Runnable;)V");
  jboolean is_added = JNI_FALSE;
  for (jint place = LAST_PLACE; add != NULL && place >= FIRST_PLACE && !is_added; place--) {
    /* It throws if the place is taken, or the JVM ends already. */
    (*env)->CallStaticVoidMethod(env, shutdown, add, place, JNI_FALSE, action);
    is_added = (*env)->ExceptionCheck(env) ? JNI_FALSE : JNI_TRUE;
    (*env)->ExceptionClear(env);
  }
  (*env)->ExceptionClear(env);
  return is_added;
}
