// SPDX-License-Identifier: Apache-2.0
// CUDA, NVRTC, cuBLAS and cuDNN as far as the engine calls them, on a CPU, after their manuals: a test loads it in their
// place, so that arguments, orders, transposes, streams and lifetimes are tested where no GPU is.
// It is stricter than a GPU: what was taken is full of NaN, the first stream runs nothing before somebody waits for it
// and the second one at once, freeing waits for nothing, a thread has no GPU unless it took it, pointers must be inside
// of what was taken and those of cuDNN aligned to 16 bytes, and the first algorithm of cuDNN refuses kernels of 1.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#define EMULATED
#define __global__
#define __device__
#define LOOP(i, n) for (long long i = 0; i < (n); i++)
#include "kernels.cu"
#define API extern "C" __attribute__((visibility("default")))

namespace {
enum { OK = 0, MEMORY = 2, NO_SUCH = 101, NO_CONTEXT = 201, ILLEGAL = 700 };

struct Stream {
  std::deque<std::function<void()>> work;
  bool eager;
};
struct Mark {
  bool done = false;
  Stream* on = nullptr;
};
struct Event {
  std::shared_ptr<Mark> last;
};

std::recursive_mutex lock;
std::map<const char*, size_t> device, pinned;
std::set<void*> things;  // Handles that are open.
size_t used = 0;
int streams = 0, lost = 0;
thread_local bool bound = false;

size_t most() {
  const char* bytes = getenv("PRETENDED_BYTES");
  return bytes ? strtoull(bytes, nullptr, 10) : size_t(1) << 30;
}

bool inside(const std::map<const char*, size_t>& blocks, const void* pointer, size_t bytes) {
  const char* p = static_cast<const char*>(pointer);
  auto next = blocks.upper_bound(p);
  if (next == blocks.begin()) return false;
  auto block = std::prev(next);
  return p + bytes <= block->first + block->second;
}

// Whether all of it was taken; otherwise the GPU is lost, as after a kernel that reads elsewhere.
bool there(const void* pointer, size_t floats) {
  if (inside(device, pointer, 4 * floats)) return true;
  lost = ILLEGAL;
  return false;
}

void run(Stream* stream) {
  while (!stream->work.empty()) {
    auto next = std::move(stream->work.front());
    stream->work.pop_front();
    if (!lost) next();
  }
}

void wait(const std::shared_ptr<Mark>& mark) {
  while (mark && !mark->done && !mark->on->work.empty()) {
    auto next = std::move(mark->on->work.front());
    mark->on->work.pop_front();
    next();
  }
}

void later(Stream* stream, std::function<void()> work) {
  stream->work.push_back(std::move(work));
  if (stream->eager) run(stream);
}

template <class T> T* made(T* thing) {
  things.insert(thing);
  return thing;
}

template <class T> int gone(T* thing, int wrong) {
  if (!things.erase(thing)) return wrong;
  delete thing;
  return OK;
}

bool open(void* thing) { return things.count(thing); }

float tf32(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  bits = (bits + 0x1000) & 0xFFFFE000;
  memcpy(&value, &bits, 4);
  return value;
}
}  // namespace

#define ENTER                                            \
  std::lock_guard<std::recursive_mutex> guard(lock);     \
  if (lost) return lost;                                 \
  if (!bound) return NO_CONTEXT;
#define ENTER_LIBRARY(failed)                            \
  std::lock_guard<std::recursive_mutex> guard(lock);     \
  if (lost || !bound) return failed;

// ---- the runtime
API int cudaGetDeviceCount(int* count) {
  *count = 1;
  return OK;
}
API int cudaSetDevice(int number) {
  if (number != 0) return NO_SUCH;
  bound = true;
  return lost;
}
API int cudaRuntimeGetVersion(int* version) { return *version = 13010, OK; }
API int cudaDriverGetVersion(int* version) { return *version = 13010, OK; }
API const char* cudaGetErrorString(int code) { return code == ILLEGAL ? "an illegal address" : "an error"; }
API int cudaGetLastError() { return lost; }
API int cudaGetDeviceProperties(void* properties, int) {
  char* p = static_cast<char*>(properties);
  uint64_t bytes = most();
  int capability[] = {9, 0};
  strcpy(p, "Pretended GPU");
  memcpy(p + 288, &bytes, 8);
  memcpy(p + 360, capability, 8);
  return OK;
}
API int cudaGetDeviceProperties_v2(void* properties, int number) { return cudaGetDeviceProperties(properties, number); }
API int cudaMemGetInfo(size_t* free, size_t* total) {
  ENTER *total = most();
  *free = *total - used;
  return OK;
}
API int cudaMalloc(void** pointer, size_t bytes) {
  ENTER if (bytes > most() - used) return MEMORY;
  *pointer = aligned_alloc(256, (bytes + 255) / 256 * 256);
  memset(*pointer, 0xFF, bytes);
  device[static_cast<char*>(*pointer)] = bytes;
  used += bytes;
  return OK;
}
API int cudaFree(void* pointer) {
  ENTER if (!pointer) return OK;
  auto block = device.find(static_cast<char*>(pointer));
  if (block == device.end()) return 1;
  used -= block->second;
  memset(pointer, 0xFF, block->second);
  device.erase(block);
  free(pointer);
  return OK;
}
API int cudaHostAlloc(void** pointer, size_t bytes, unsigned) {
  ENTER *pointer = aligned_alloc(256, (bytes + 255) / 256 * 256);
  memset(*pointer, 0xFF, bytes);
  pinned[static_cast<char*>(*pointer)] = bytes;
  return OK;
}
API int cudaFreeHost(void* pointer) {
  ENTER if (!pinned.erase(static_cast<char*>(pointer))) return 1;
  free(pointer);
  return OK;
}
API int cudaStreamCreateWithFlags(Stream** stream, unsigned flags) {
  ENTER if (flags != 1) return 1;
  *stream = made(new Stream{{}, streams++ % 2 == 1});
  return OK;
}
API int cudaStreamDestroy(Stream* stream) {
  ENTER if (!open(stream) || !stream->work.empty()) return 400;
  return gone(stream, 400);
}
API int cudaStreamSynchronize(Stream* stream) {
  ENTER if (!open(stream)) return 400;
  run(stream);
  return lost;
}
API int cudaEventCreateWithFlags(Event** event, unsigned flags) {
  ENTER if (flags != 2) return 1;
  *event = made(new Event);
  return OK;
}
API int cudaEventDestroy(Event* event) {
  ENTER return gone(event, 400);
}
API int cudaEventRecord(Event* event, Stream* stream) {
  ENTER if (!open(event) || !open(stream)) return 400;
  auto mark = std::make_shared<Mark>();
  mark->on = stream;
  event->last = mark;
  later(stream, [mark] { mark->done = true; });
  return OK;
}
API int cudaStreamWaitEvent(Stream* stream, Event* event, unsigned) {
  ENTER if (!open(event) || !open(stream)) return 400;
  auto mark = event->last;
  later(stream, [mark] { wait(mark); });
  return OK;
}
API int cudaEventSynchronize(Event* event) {
  ENTER if (!open(event)) return 400;
  wait(event->last);
  return lost;
}
API int cudaMemcpyAsync(void* to, const void* from, size_t bytes, int kind, Stream* stream) {
  ENTER if (!open(stream) || kind < 1 || kind > 3) return 1;
  const void* ends[] = {kind == 1 ? to : from, kind == 3 ? to : nullptr};
  later(stream, [=] {
    for (const void* end : ends)
      if (end && !inside(device, end, bytes)) lost = ILLEGAL;
    if (!lost) memcpy(to, from, bytes);
  });
  return OK;
}
API int cudaMemsetAsync(void* to, int value, size_t bytes, Stream* stream) {
  ENTER if (!open(stream)) return 1;
  later(stream, [=] {
    if (!inside(device, to, bytes)) lost = ILLEGAL;
    if (!lost) memset(to, value, bytes);
  });
  return OK;
}

// ---- the driver: modules and kernels
namespace {
using Launch = std::function<void()> (*)(void**);

template <class... A, size_t... I>
std::function<void()> packed(void (*kernel)(A...), void** slots, std::index_sequence<I...>) {
  std::tuple<A...> arguments(*static_cast<A*>(slots[I])...);
  return [=] { std::apply(kernel, arguments); };
}
template <class... A> std::function<void()> packed(void (*kernel)(A...), void** slots) {
  return packed(kernel, slots, std::index_sequence_for<A...>{});
}

struct Function {
  Launch launch;
};
struct Module {
  std::map<std::string, Function> functions;
};
const char CUBIN[] = "pretended machine code";
}  // namespace

API int cuModuleLoadData(Module** module, const void* image) {
  ENTER if (memcmp(image, CUBIN, sizeof CUBIN)) return 200;
  *module = made(new Module);
#define K(it) (*module)->functions[#it] = {[](void** slots) { return packed(it, slots); }};
  KERNELS
  return OK;
}
API int cuModuleUnload(Module* module) {
  ENTER return gone(module, 1);
}
API int cuModuleGetFunction(Function** function, Module* module, const char* name) {
  ENTER if (!open(module) || !module->functions.count(name)) return 500;
  *function = &module->functions[name];
  return OK;
}
API int cuLaunchKernel(Function* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                       unsigned shared, Stream* stream, void** arguments, void** extra) {
  ENTER if (!open(stream) || !arguments || extra || shared) return 1;
  if (!gx || gx > 2147483647u || gy != 1 || gz != 1 || !bx || bx > 1024 || by != 1 || bz != 1) return 1;
  later(stream, function->launch(arguments));
  return OK;
}

// ---- NVRTC
struct Program {
  bool compiled = false;
};
API int nvrtcVersion(int* major, int* minor) { return *major = 0, *minor = 1, 0; }
API int nvrtcCreateProgram(Program** program, const char* source, const char*, int headers, const char**, const char**) {
  if (headers != 0 || !strstr(source, "__global__")) return 3;
  *program = new Program;
  return 0;
}
API int nvrtcCompileProgram(Program* program, int count, const char* const* options) {
  bool architecture = false, exact = false;
  for (int i = 0; i < count; i++) {
    architecture |= !strcmp(options[i], "--gpu-architecture=sm_90");
    exact |= !strcmp(options[i], "--fmad=false");
  }
  if (!architecture || !exact) return 5;
  program->compiled = true;
  return 0;
}
API int nvrtcGetCUBINSize(Program* program, size_t* bytes) { return *bytes = sizeof CUBIN, program->compiled ? 0 : 4; }
API int nvrtcGetCUBIN(Program*, char* into) { return memcpy(into, CUBIN, sizeof CUBIN), 0; }
API int nvrtcGetProgramLogSize(Program*, size_t* bytes) { return *bytes = 1, 0; }
API int nvrtcGetProgramLog(Program*, char* text) { return *text = 0, 0; }
API int nvrtcDestroyProgram(Program** program) { return delete *program, *program = nullptr, 0; }

// ---- cuBLAS: column-major
struct Blas {
  Stream* stream = nullptr;
  bool rounds = false, workspace = false;
};
API int cublasCreate_v2(Blas** handle) {
  ENTER_LIBRARY(1) *handle = made(new Blas);
  return 0;
}
API int cublasDestroy_v2(Blas* handle) {
  ENTER_LIBRARY(1) return gone(handle, 1);
}
API int cublasSetStream_v2(Blas* handle, Stream* stream) {
  ENTER_LIBRARY(1) handle->stream = stream;
  handle->workspace = false;
  return open(stream) ? 0 : 7;
}
API int cublasSetWorkspace_v2(Blas* handle, void* workspace, size_t bytes) {
  ENTER_LIBRARY(1) handle->workspace = inside(device, workspace, bytes) && (uintptr_t)workspace % 256 == 0;
  return handle->workspace ? 0 : 7;
}
API int cublasSetMathMode(Blas* handle, int mode) {
  ENTER_LIBRARY(1) handle->rounds = mode == 3;
  return mode == 0 || mode == 2 || mode == 3 ? 0 : 7;
}
API int cublasGetProperty(int property, int* value) {
  return property < 0 || property > 2 ? 7 : (*value = property == 0 ? 13 : property, 0);
}
API int cublasSgemm_v2(Blas* handle, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda,
                       const float* b, int ldb, const float* beta, float* c, int ldc) {
  ENTER_LIBRARY(13)
  if (!open(handle) || !handle->workspace || ta < 0 || ta > 1 || tb < 0 || tb > 1 || m < 1 || n < 1 || k < 1 ||
      lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m)
    return 7;
  float one = *alpha, zero = *beta;
  bool rounds = handle->rounds;
  later(handle->stream, [=] {
    size_t rowsA = ta ? k : m, columnsA = ta ? m : k, rowsB = tb ? n : k, columnsB = tb ? k : n;
    if (!there(a, lda * (columnsA - 1) + rowsA) || !there(b, ldb * (columnsB - 1) + rowsB) ||
        !there(c, (size_t)ldc * (n - 1) + m))
      return;
    for (int j = 0; j < n; j++)
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          float x = ta ? a[l + (size_t)i * lda] : a[i + (size_t)l * lda];
          float y = tb ? b[j + (size_t)l * ldb] : b[l + (size_t)j * ldb];
          sum += rounds ? (double)tf32(x) * tf32(y) : (double)x * y;
        }
        float& to = c[i + (size_t)j * ldc];
        to = one * sum + (zero == 0 ? 0 : zero * to);
      }
  });
  return 0;
}
API int cublasSgemv_v2(Blas* handle, int t, int m, int n, const float* alpha, const float* a, int lda, const float* x,
                       int stepX, const float* beta, float* y, int stepY) {
  ENTER_LIBRARY(13)
  if (!open(handle) || !handle->workspace || t < 0 || t > 1 || m < 1 || n < 1 || lda < m || stepX != 1 || stepY != 1)
    return 7;
  float one = *alpha, zero = *beta;
  later(handle->stream, [=] {
    if (!there(a, (size_t)lda * (n - 1) + m) || !there(x, t ? m : n) || !there(y, t ? n : m)) return;
    for (int i = 0; i < (t ? n : m); i++) {
      double sum = 0;
      for (int l = 0; l < (t ? m : n); l++)
        sum += (double)(t ? a[l + (size_t)i * lda] : a[i + (size_t)l * lda]) * x[l];
      y[i] = one * sum + (zero == 0 ? 0 : zero * y[i]);
    }
  });
  return 0;
}

// ---- cuDNN: convolutions of NCHW floats
struct Dnn {
  Stream* stream = nullptr;
};
struct Tensor {
  int n, c, h, w;
};
struct Filter {
  int k, c, r, s;
};
struct Convolution {
  int padH, padW, strideH, strideW, mode, groups = 1, math = 0;
};
API int cudnnCreate(Dnn** handle) {
  ENTER_LIBRARY(1001) *handle = made(new Dnn);
  return 0;
}
API int cudnnDestroy(Dnn* handle) {
  ENTER_LIBRARY(1001) return gone(handle, 2000);
}
API int cudnnSetStream(Dnn* handle, Stream* stream) {
  ENTER_LIBRARY(1001) handle->stream = stream;
  return open(stream) ? 0 : 2000;
}
API size_t cudnnGetVersion() { return 91900; }
API const char* cudnnGetErrorString(int status) { return status == 2003 ? "a misaligned pointer" : "wrong"; }
API void cudnnGetLastErrorString(char* words, size_t bytes) { snprintf(words, bytes, "pretended\nwords"); }
#define DESCRIPTOR(Name, Kind)                                                                            \
  API int cudnnCreate##Name##Descriptor(Kind** it) {                                                      \
    std::lock_guard<std::recursive_mutex> guard(lock);                                                    \
    return *it = made(new Kind()), 0;                                                                     \
  }                                                                                                       \
  API int cudnnDestroy##Name##Descriptor(Kind* it) {                                                      \
    std::lock_guard<std::recursive_mutex> guard(lock);                                                    \
    return gone(it, 2000);                                                                                \
  }
DESCRIPTOR(Tensor, Tensor)
DESCRIPTOR(Filter, Filter)
DESCRIPTOR(Convolution, Convolution)
API int cudnnSetTensor4dDescriptor(Tensor* it, int format, int type, int n, int c, int h, int w) {
  *it = {n, c, h, w};
  return format == 0 && type == 0 && n > 0 && c > 0 && h > 0 && w > 0 ? 0 : 2000;
}
API int cudnnSetFilter4dDescriptor(Filter* it, int type, int format, int k, int c, int r, int s) {
  *it = {k, c, r, s};
  return format == 0 && type == 0 && k > 0 && c > 0 && r > 0 && s > 0 ? 0 : 2000;
}
API int cudnnSetConvolution2dDescriptor(Convolution* it, int padH, int padW, int strideH, int strideW, int dilationH,
                                        int dilationW, int mode, int type) {
  *it = {padH, padW, strideH, strideW, mode};
  return dilationH == 1 && dilationW == 1 && strideH > 0 && strideW > 0 && type == 0 ? 0 : 2000;
}
API int cudnnSetConvolutionGroupCount(Convolution* it, int groups) { return it->groups = groups, groups > 0 ? 0 : 2000; }
API int cudnnSetConvolutionMathType(Convolution* it, int math) { return it->math = math, math >= 0 && math <= 3 ? 0 : 2000; }

namespace {
const size_t WORKSPACE = 4096;  // Times the algorithm's number: the first one needs none.
const int RANKED = 4;           // Must be taken but for kernels of 1.

int fits(Dnn* handle, const Tensor* x, const Filter* w, const Convolution* o, const Tensor* y) {
  if (!open(handle) || !open((void*)x) || !open((void*)w) || !open((void*)o) || !open((void*)y)) return 2000;
  bool shapes = x->n == y->n && x->c == w->c * o->groups && y->c == w->k && w->k % o->groups == 0 &&
                y->h == (x->h + 2 * o->padH - w->r) / o->strideH + 1 && y->w == (x->w + 2 * o->padW - w->s) / o->strideW + 1;
  return shapes ? 0 : 2008;
}

int workspace(int shapes, int algorithm, bool takes, size_t* bytes) {
  *bytes = WORKSPACE * algorithm;
  return shapes ? shapes : takes ? 0 : 3002;
}

// Calls for each product: index of the input, of the weight, of the output.
template <class F> void products(const Tensor& x, const Filter& w, const Convolution& o, const Tensor& y, F each) {
  for (int n = 0; n < y.n; n++)
    for (int k = 0; k < w.k; k++)
      for (int i = 0; i < y.h; i++)
        for (int j = 0; j < y.w; j++)
          for (int c = 0; c < w.c; c++)
            for (int r = 0; r < w.r; r++)
              for (int s = 0; s < w.s; s++) {
                int row = i * o.strideH - o.padH + r, column = j * o.strideW - o.padW + s;
                if (row < 0 || row >= x.h || column < 0 || column >= x.w) continue;
                int channel = k / (w.k / o.groups) * w.c + c;
                int turnedR = o.mode ? r : w.r - 1 - r, turnedS = o.mode ? s : w.s - 1 - s;
                each(((n * x.c + channel) * x.h + row) * x.w + column,
                     ((k * w.c + c) * w.r + turnedR) * w.s + turnedS, ((n * y.c + k) * y.h + i) * y.w + j);
              }
}

// Which of the three is computed: 0 input, 1 weights, 2 output.
int convolve(Dnn* handle, const Tensor* x, const void* input, const Filter* w, const void* weights, const Convolution* o,
             const Tensor* y, const void* output, int target, void* scratch, size_t bytes, int algorithm, float one,
             float zero) {
  ENTER_LIBRARY(5000)
  if (int wrong = fits(handle, x, w, o, y)) return wrong;
  if (bytes < WORKSPACE * algorithm || one != 1 || zero != 0) return 2006;
  if (w->r > 1 && algorithm != RANKED) return 3000;
  for (const void* pointer : {input, weights, output})
    if ((uintptr_t)pointer % 16) return 2003;
  Tensor in = *x, out = *y;
  Filter filter = *w;
  Convolution operation = *o;
  later(handle->stream, [=] {
    size_t counts[] = {(size_t)in.n * in.c * in.h * in.w, (size_t)filter.k * filter.c * filter.r * filter.s,
                       (size_t)out.n * out.c * out.h * out.w};
    float* parts[] = {(float*)input, (float*)weights, (float*)output};
    for (int i = 0; i < 3; i++)
      if (!there(parts[i], counts[i])) return;
    if (bytes && !there(scratch, bytes / 4)) return;
    if (bytes) memset(scratch, 0xFF, bytes);
    std::unique_ptr<double[]> sums(new double[counts[target]]());
    int a = target == 0 ? 1 : 0, b = target == 2 ? 1 : 2;
    bool rounds = operation.math != 3;
    products(in, filter, operation, out, [&](int xi, int wi, int yi) {
      int at[] = {xi, wi, yi};
      float left = parts[a][at[a]], right = parts[b][at[b]];
      sums[at[target]] += rounds ? (double)tf32(left) * tf32(right) : (double)left * right;
    });
    for (size_t i = 0; i < counts[target]; i++) parts[target][i] = sums[i];
  });
  return 0;
}
}  // namespace

API int cudnnGetConvolutionForwardWorkspaceSize(Dnn* handle, Tensor* x, Filter* w, Convolution* o, Tensor* y, int algorithm,
                                                size_t* bytes) {
  return workspace(fits(handle, x, w, o, y), algorithm, algorithm != 1 || w->r > 1, bytes);
}
API int cudnnGetConvolutionBackwardDataWorkspaceSize(Dnn* handle, Filter* w, Tensor* dy, Convolution* o, Tensor* dx,
                                                     int algorithm, size_t* bytes) {
  return workspace(fits(handle, dx, w, o, dy), algorithm, algorithm != 0 && (algorithm != 1 || w->r > 1), bytes);
}
API int cudnnGetConvolutionBackwardFilterWorkspaceSize(Dnn* handle, Tensor* x, Tensor* dy, Convolution* o, Filter* dw,
                                                       int algorithm, size_t* bytes) {
  bool repeats = algorithm != 0 && algorithm != 3;
  return workspace(fits(handle, x, dw, o, dy), algorithm, repeats && (algorithm != 1 || dw->r > 1), bytes);
}
// The order of speed: what is not deterministic, what takes no such shape, what needs too much scratch, or is
// Winograd's for kernels that it is too coarse for; then the right one.
namespace {
struct Row {
  int algorithm, status;
  float time;
  size_t memory;
  int determinism, math, reserved[3];
};

int rank(int shapes, const Filter* w, int winograd, int most, int* count, Row* rows) {
  if (shapes || most < 1) return shapes ? shapes : 2000;
  Row all[] = {{0, 0, -1, 0, 0, 0}, {6, 3000, -1, 0, 1, 0}, {winograd, 0, -1, w->r > 3 ? WORKSPACE : size_t(3) << 30, 1, 0}, {RANKED, 0, -1, RANKED * WORKSPACE, 1, 0}};
  *count = std::min(most, w->r > 1 ? 4 : 3);
  std::copy(all, all + *count, rows);
  return 0;
}
}  // namespace
API int cudnnGetConvolutionForwardAlgorithm_v7(Dnn* handle, Tensor* x, Filter* w, Convolution* o, Tensor* y, int most, int* count,
                                               Row* rows) {
  return rank(fits(handle, x, w, o, y), w, 7, most, count, rows);
}
API int cudnnGetConvolutionBackwardDataAlgorithm_v7(Dnn* handle, Filter* w, Tensor* dy, Convolution* o, Tensor* dx, int most,
                                                    int* count, Row* rows) {
  return rank(fits(handle, dx, w, o, dy), w, 5, most, count, rows);
}
API int cudnnGetConvolutionBackwardFilterAlgorithm_v7(Dnn* handle, Tensor* x, Tensor* dy, Convolution* o, Filter* dw, int most,
                                                      int* count, Row* rows) {
  return rank(fits(handle, x, dw, o, dy), dw, 5, most, count, rows);
}
API int cudnnConvolutionForward(Dnn* handle, const float* one, Tensor* x, const void* input, Filter* w, const void* weights,
                                Convolution* o, int algorithm, void* scratch, size_t bytes, const float* zero, Tensor* y,
                                void* output) {
  return convolve(handle, x, input, w, weights, o, y, output, 2, scratch, bytes, algorithm, *one, *zero);
}
API int cudnnConvolutionBackwardData(Dnn* handle, const float* one, Filter* w, const void* weights, Tensor* dy,
                                     const void* output, Convolution* o, int algorithm, void* scratch, size_t bytes,
                                     const float* zero, Tensor* dx, void* input) {
  return convolve(handle, dx, input, w, weights, o, dy, output, 0, scratch, bytes, algorithm, *one, *zero);
}
API int cudnnConvolutionBackwardFilter(Dnn* handle, const float* one, Tensor* x, const void* input, Tensor* dy,
                                       const void* output, Convolution* o, int algorithm, void* scratch, size_t bytes,
                                       const float* zero, Filter* dw, void* weights) {
  return convolve(handle, x, input, dw, weights, o, dy, output, 1, scratch, bytes, algorithm, *one, *zero);
}

// Nothing is left when a process ends well.
__attribute__((destructor)) static void end() {
  const char* file = getenv("PRETENDED_LEFT");
  if (!file) return;
  FILE* out = fopen(file, "w");
  fprintf(out, "%zu blocks, %zu pinned, %zu handles, lost %d\n", device.size(), pinned.size(), things.size(), lost);
  fclose(out);
}
