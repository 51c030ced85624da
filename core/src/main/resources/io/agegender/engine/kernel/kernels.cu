// SPDX-License-Identifier: Apache-2.0
// All kernels of the engine besides convolutions and products. No shared memory, no atomics, one
// thread for a result, no fused multiply-add (--fmad=false): each is deterministic, has the bits of
// HostPrimitives but for expf, logf and powf, and runs on a CPU where EMULATED makes the grid a loop.
// Each argument is at most 8 bytes. Blobs are NCHW, row-major.
#ifndef EMULATED
#define LOOP(i, n)                                                            \
  for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < (n); \
       i += (long long)gridDim.x * blockDim.x)
#endif
typedef long long i64;
typedef unsigned long long u64;
typedef unsigned int u32;
typedef unsigned char u8;

static __device__ int least(int a, int b) { return a < b ? a : b; }
static __device__ int most(int a, int b) { return a > b ? a : b; }

extern "C" __global__ void prepare(const u8* records, const float* mean, const int* draws,
                                   float* out, int side, int size, i64 n) {
  LOOP(i, n) {
    i64 area = (i64)size * size;
    int x = i % size, y = i / size % size, channel = i / area % 3;
    i64 picture = i / (3 * area);
    const int* draw = draws + 3 * picture;
    int at = (channel * side + draw[0] + y) * side + draw[1] + (draw[2] ? size - 1 - x : x);
    out[i] = (float)records[picture * 3 * side * side + at] - mean[at];
  }
}

// Not a number stays what it is, here, in relu, max_pool and the loss: a training that breaks must show it.
extern "C" __global__ void add_bias(const float* bias, float* y, int channels, int area,
                                    int rectify, i64 n) {
  LOOP(i, n) {
    float sum = y[i] + bias[i / area % channels];
    y[i] = rectify && sum <= 0 ? 0 : sum;
  }
}

extern "C" __global__ void relu(const float* x, float* y, i64 n) {
  LOOP(i, n) y[i] = x[i] <= 0 ? 0 : x[i];
}

extern "C" __global__ void relu_backward(const float* y, const float* dy, float* dx, i64 n) {
  LOOP(i, n) dx[i] = y[i] > 0 ? dy[i] : 0;
}

extern "C" __global__ void max_pool(const float* x, float* y, int* places, int size, int side,
                                    int kernel, int stride, int pad, i64 n) {
  LOOP(i, n) {
    int top = (int)(i / side % side) * stride - pad, left = (int)(i % side) * stride - pad;
    const float* plane = x + i / ((i64)side * side) * size * size;
    int at = most(top, 0) * size + most(left, 0);
    float best = plane[at];
    for (int r = most(top, 0); r < least(top + kernel, size); r++)
      for (int c = most(left, 0); c < least(left + kernel, size); c++) {
        float value = plane[r * size + c];
        if (!(value <= best) && best == best) {
          best = value;
          at = r * size + c;
        }
      }
    y[i] = best;
    places[i] = at;
  }
}

// The first window that may hold a pixel.
static __device__ int first_window(int pixel, int kernel, int stride, int pad) {
  int before = pixel + pad - kernel;
  return before < 0 ? 0 : before / stride + 1;
}

extern "C" __global__ void max_pool_backward(const float* dy, const int* places, float* dx,
                                             int size, int side, int kernel, int stride, int pad,
                                             i64 n) {
  LOOP(i, n) {
    int x = i % size, y = i / size % size;
    i64 base = i / ((i64)size * size) * side * side;
    float sum = 0;
    for (int r = first_window(y, kernel, stride, pad); r <= least(side - 1, (y + pad) / stride); r++)
      for (int c = first_window(x, kernel, stride, pad); c <= least(side - 1, (x + pad) / stride); c++)
        sum += places[base + r * side + c] == y * size + x ? dy[base + r * side + c] : 0;
    dx[i] = sum;
  }
}

extern "C" __global__ void average_pool(const float* x, float* y, int size, int side, int kernel,
                                        int stride, int pad, i64 n) {
  LOOP(i, n) {
    int top = (int)(i / side % side) * stride - pad, left = (int)(i % side) * stride - pad;
    int bottom = least(top + kernel, size + pad), right = least(left + kernel, size + pad);
    const float* plane = x + i / ((i64)side * side) * size * size;
    float sum = 0;
    for (int r = most(top, 0); r < least(bottom, size); r++)
      for (int c = most(left, 0); c < least(right, size); c++) sum += plane[r * size + c];
    y[i] = sum / ((bottom - top) * (right - left));
  }
}

extern "C" __global__ void average_pool_backward(const float* dy, float* dx, int size, int side,
                                                 int kernel, int stride, int pad, i64 n) {
  LOOP(i, n) {
    int x = i % size, y = i / size % size;
    i64 base = i / ((i64)size * size) * side * side;
    float sum = 0;
    for (int r = first_window(y, kernel, stride, pad); r <= least(side - 1, (y + pad) / stride); r++)
      for (int c = first_window(x, kernel, stride, pad); c <= least(side - 1, (x + pad) / stride); c++) {
        int top = r * stride - pad, left = c * stride - pad;
        int pixels = (least(top + kernel, size + pad) - top) * (least(left + kernel, size + pad) - left);
        sum += dy[base + r * side + c] / pixels;
      }
    dx[i] = sum;
  }
}

// s^-beta; by roots, which are rounded correctly, where that is possible.
static __device__ float inverse_power(float s, float beta) {
  if (beta == 0.75f) {
    float root = sqrtf(s);
    return 1 / (root * sqrtf(root));
  }
  return powf(s, -beta);
}

extern "C" __global__ void lrn(const float* x, float* y, float* scale, int channels, int area,
                               int size, float weight, float beta, float offset, i64 n) {
  LOOP(i, n) {
    int channel = i / area % channels;
    i64 last = i + (i64)least(channels - 1 - channel, size / 2) * area;
    float sum = 0;
    for (i64 j = i - (i64)least(channel, size / 2) * area; j <= last; j += area) sum += x[j] * x[j];
    sum = offset + weight * sum;
    scale[i] = sum;
    y[i] = x[i] * inverse_power(sum, beta);
  }
}

extern "C" __global__ void lrn_backward(const float* x, const float* y, const float* scale,
                                        const float* dy, float* dx, int channels, int area,
                                        int size, float factor, float beta, i64 n) {
  LOOP(i, n) {
    int channel = i / area % channels;
    i64 last = i + (i64)least(channels - 1 - channel, size / 2) * area;
    float sum = 0;
    for (i64 j = i - (i64)least(channel, size / 2) * area; j <= last; j += area)
      sum += dy[j] * y[j] / scale[j];
    dx[i] = dy[i] * inverse_power(scale[i], beta) - factor * x[i] * sum;
  }
}

// The same function of seed and index as DropoutMask.
extern "C" __global__ void dropout(const float* x, float* y, u64 seed, u32 threshold, float factor,
                                   i64 n) {
  LOOP(i, n) {
    u64 z = seed + 0x9E3779B97F4A7C15ull * (u64)(i + 1);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    z ^= z >> 31;
    y[i] = (u32)(z >> 32) < threshold ? 0 : x[i] * factor;
  }
}

extern "C" __global__ void copy_channels(const float* from, float* to, int area, int channels,
                                         int from_channels, int from_first, int to_channels,
                                         int to_first, i64 n) {
  LOOP(i, n) {
    i64 picture = i / ((i64)area * channels), rest = i % ((i64)area * channels);
    to[(picture * to_channels + to_first) * area + rest] =
        from[(picture * from_channels + from_first) * area + rest];
  }
}

extern "C" __global__ void add(const float* from, float* to, i64 n) {
  LOOP(i, n) to[i] += from[i];
}

extern "C" __global__ void softmax(const float* x, float* probabilities, int classes, i64 n) {
  LOOP(i, n) {
    const float* row = x + i * classes;
    float* p = probabilities + i * classes;
    float largest = row[0], sum = 0;
    for (int c = 1; c < classes; c++) largest = fmaxf(largest, row[c]);
    for (int c = 0; c < classes; c++) sum += expf(row[c] - largest);
    for (int c = 0; c < classes; c++) p[c] = expf(row[c] - largest) / sum;
  }
}

// After softmax.
extern "C" __global__ void softmax_loss(const float* probabilities, const int* labels, float* dx,
                                        float* losses, int classes, float weight, i64 n) {
  LOOP(i, n) {
    const float* p = probabilities + i * classes;
    float each = weight / n;
    for (int c = 0; c < classes; c++) dx[i * classes + c] = each * (p[c] - (c == labels[i] ? 1 : 0));
    float right = p[labels[i]];
    losses[i] = -weight * logf(right < 1.17549435e-38f ? 1.17549435e-38f : right);
  }
}

// Segments of parameters by bisection over their first ones.
extern "C" __global__ void update(float* w, float* v, const float* g, const int* firsts,
                                  const float* rates, const float* decays, int segments,
                                  float rate, float momentum, float decay, i64 n) {
  LOOP(i, n) {
    int low = 0, high = segments;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (firsts[middle] <= i) low = middle;
      else high = middle;
    }
    float gradient = g[i] + decay * decays[low] * w[i];
    float velocity = momentum * v[i] + rate * rates[low] * gradient;
    v[i] = velocity;
    w[i] -= velocity;
  }
}
