// SPDX-License-Identifier: Apache-2.0
// The kernels on a CPU: the grid is a loop, arguments are unpacked from longs as cuLaunchKernel does.
// KERNELS names all kernels as K(name); the test that compiles this file sets it.
#include <jni.h>
#include <cmath>
#include <cstring>
#include <utility>
#define EMULATED
#define __global__
#define __device__
#define LOOP(i, n) for (long long i = 0; i < (n); i++)
#include "kernels.cu"

template <class T> static T argument(jlong slot) {
  static_assert(sizeof(T) <= sizeof(jlong), "an argument is at most 8 bytes");
  T value;
  memcpy(&value, &slot, sizeof(T));
  return value;
}

template <class... A, size_t... I>
static void call(void (*kernel)(A...), const jlong* slots, std::index_sequence<I...>) {
  kernel(argument<A>(slots[I])...);
}

template <class... A> static bool run(void (*kernel)(A...), const jlong* slots, jsize count) {
  if (count != sizeof...(A)) return false;
  call(kernel, slots, std::index_sequence_for<A...>{});
  return true;
}

extern "C" JNIEXPORT jboolean JNICALL Java_io_agegender_engine_kernel_EmulatedKernels_run(
    JNIEnv* env, jclass, jstring name, jlongArray arguments) {
  const char* kernel = env->GetStringUTFChars(name, nullptr);
  jlong* slots = env->GetLongArrayElements(arguments, nullptr);
  jsize count = env->GetArrayLength(arguments);
  bool done = false;
#define K(it) \
  if (!strcmp(kernel, #it)) done = run(it, slots, count);
  KERNELS
  env->ReleaseLongArrayElements(arguments, slots, JNI_ABORT);
  env->ReleaseStringUTFChars(name, kernel);
  return done;
}
