#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Training steps a second of the four networks in this machine's PyTorch: the yardstick for check-device.

Eager, deterministic but for LRN, batches as published, one minibatch that stays on the GPU. With --parameters it
counts parameters instead and needs no PyTorch.
"""
import sys
import time

CLASSES = 8
STEPS = 50


def conv(out, kernel, stride=1, pad=0, groups=1):
    return ("conv", out, kernel, stride, pad, groups)


def pool(kernel, stride, pad=0):
    return ("max", kernel, stride, pad)


LRN = ("lrn",)
FLAT = ("flat",)


def dense(out, drop=0.5):
    return [("dense", out), ("relu",), ("drop", drop)]


def inception(a, b3, b, c5, c, d):
    return ("cat", [
        [conv(a, 1)],
        [conv(b3, 1), conv(b, 3, pad=1)],
        [conv(c5, 1), conv(c, 5, pad=2)],
        [pool(3, 1, 1), conv(d, 1)],
    ])


def auxiliary():
    return ("head", 0.3, [("mean", 5, 3), conv(128, 1), FLAT, *dense(1024, 0.7), ("dense", CLASSES)])


ADIENCE = (227, 50, [
    conv(96, 7, 4), pool(3, 2), LRN, conv(256, 5, pad=2), pool(3, 2), LRN, conv(384, 3, pad=1), pool(3, 2),
    FLAT, *dense(512), *dense(512), ("dense", CLASSES),
])
CAFFE = (227, 50, [
    conv(96, 11, 4), pool(3, 2), LRN, conv(256, 5, pad=2, groups=2), pool(3, 2), LRN, conv(384, 3, pad=1),
    conv(384, 3, pad=1, groups=2), conv(256, 3, pad=1, groups=2), pool(3, 2),
    FLAT, *dense(4096), *dense(4096), ("dense", CLASSES),
])
GOOGLE = (224, 32, [
    conv(64, 7, 2, 3), pool(3, 2), LRN, conv(64, 1), conv(192, 3, pad=1), LRN, pool(3, 2),
    inception(64, 96, 128, 16, 32, 32), inception(128, 128, 192, 32, 96, 64), pool(3, 2),
    inception(192, 96, 208, 16, 48, 64), auxiliary(), inception(160, 112, 224, 24, 64, 64),
    inception(128, 128, 256, 24, 64, 64), inception(112, 144, 288, 32, 64, 64), auxiliary(),
    inception(256, 160, 320, 32, 128, 128), pool(3, 2),
    inception(256, 160, 320, 32, 128, 128), inception(384, 192, 384, 48, 128, 128),
    ("mean", 7, 1), ("drop", 0.4), FLAT, ("dense", CLASSES),
])
VGG = (224, 10, [
    layer
    for outs in ([64] * 2, [128] * 2, [256] * 3, [512] * 3, [512] * 3)
    for layer in [*(conv(out, 3, pad=1) for out in outs), pool(2, 2)]
] + [FLAT, *dense(4096), *dense(4096), ("dense", CLASSES)])
NETWORKS = {"AdienceNet": ADIENCE, "CaffeNet": CAFFE, "GoogLeNet": GOOGLE, "VGG16": VGG}


def after(size, kernel, stride, pad):
    """Caffe's pooling rounds up."""
    side = -(-(size + 2 * pad - kernel) // stride) + 1
    return side - 1 if pad and (side - 1) * stride >= size + pad else side


def follow(layers, channels, size, make):
    """Calls make(layer, channels) for each layer; returns channels and size behind them, and parameters."""
    count = 0
    for layer in layers:
        kind = layer[0]
        if kind == "conv":
            _, out, kernel, stride, pad, groups = layer
            count += out * (channels // groups * kernel * kernel + 1)
            make(layer, channels)
            channels, size = out, (size + 2 * pad - kernel) // stride + 1
        elif kind == "cat":
            parts = [follow(part, channels, size, lambda *_: None) for part in layer[1]]
            make(layer, (channels, size))
            channels, count = sum(part[0] for part in parts), count + sum(part[2] for part in parts)
        elif kind == "head":
            count += follow(layer[2], channels, size, lambda *_: None)[2]
            make(layer, (channels, size))
        else:
            if kind == "dense":
                count += layer[1] * (channels + 1)
            make(layer, channels)
            if kind == "dense":
                channels = layer[1]
            elif kind == "flat":
                channels, size = channels * size * size, 1
            elif kind in ("max", "mean"):
                size = after(size, layer[1], layer[2], layer[3] if kind == "max" else 0)
    return channels, size, count


def modules(layers, channels, size):
    from torch import nn

    class Cat(nn.Module):
        def __init__(self, parts):
            super().__init__()
            self.parts = nn.ModuleList(parts)

        def forward(self, x):
            return torch.cat([part(x) for part in self.parts], 1)

    class Head(nn.Module):
        def __init__(self, weight, part):
            super().__init__()
            self.weight, self.part = weight, part

        def forward(self, x):
            self.scores = self.part(x)
            return x

    import torch

    made = []

    def make(layer, before):
        kind = layer[0]
        if kind == "conv":
            _, out, kernel, stride, pad, groups = layer
            made.extend([nn.Conv2d(before, out, kernel, stride, pad, groups=groups), nn.ReLU(inplace=True)])
        elif kind == "max":
            made.append(nn.MaxPool2d(layer[1], layer[2], layer[3], ceil_mode=True))
        elif kind == "mean":
            made.append(nn.AvgPool2d(layer[1], layer[2], ceil_mode=True))
        elif kind == "lrn":
            made.append(nn.LocalResponseNorm(5, 1e-4, 0.75))
        elif kind == "flat":
            made.append(nn.Flatten())
        elif kind == "dense":
            made.append(nn.Linear(before, layer[1]))
        elif kind == "relu":
            made.append(nn.ReLU(inplace=True))
        elif kind == "drop":
            made.append(nn.Dropout(layer[1]))
        elif kind == "cat":
            made.append(Cat([modules(part, *before) for part in layer[1]]))
        elif kind == "head":
            made.append(Head(layer[1], modules(layer[2], *before)))

    follow(layers, channels, size, make)
    return nn.Sequential(*made)


def measure(name, size, batch, layers):
    import torch
    from torch import nn

    network = modules(layers, 3, size).cuda()
    heads = [part for part in network if hasattr(part, "weight") and hasattr(part, "part")]
    solver = torch.optim.SGD(network.parameters(), lr=1e-6, momentum=0.9, weight_decay=5e-4)
    pictures = torch.rand(batch, 3, size, size, device="cuda") * 120 - 60
    classes = torch.arange(batch, device="cuda") % CLASSES
    loss = nn.CrossEntropyLoss()

    def steps(count):
        for _ in range(count):
            solver.zero_grad(set_to_none=True)
            total = loss(network(pictures), classes)
            for head in heads:
                total = total + head.weight * loss(head.scores, classes)
            total.backward()
            solver.step()
        torch.cuda.synchronize()

    for tf32 in (False, True):
        torch.backends.cudnn.allow_tf32 = tf32
        torch.backends.cuda.matmul.allow_tf32 = tf32
        steps(5)
        began = time.perf_counter()
        steps(STEPS)
        rate = STEPS * batch / (time.perf_counter() - began)
        print("PyTorch %s, %s: %.0f images/s, batch %d" % (name, "tf32" if tf32 else "fp32", rate, batch), flush=True)


def main():
    if "--parameters" in sys.argv[1:]:
        for name, (size, _, layers) in NETWORKS.items():
            print(name, follow(layers, 3, size, lambda *_: None)[2])
        return
    import os

    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    import torch

    # PyTorch's LRN has no deterministic backward pass: there it warns.
    torch.use_deterministic_algorithms(True, warn_only=True)
    # It would fill each new tensor with NaN first, which costs time and changes nothing.
    torch.utils.deterministic.fill_uninitialized_memory = False
    torch.backends.cudnn.benchmark = False
    print("PyTorch %s, cuDNN %s, %s" % (torch.__version__, torch.backends.cudnn.version(), torch.cuda.get_device_name(0)), flush=True)
    for name, (size, batch, layers) in NETWORKS.items():
        try:
            measure(name, size, batch, layers)
        except RuntimeError as e:  # The others may fit, or be computed.
            print("PyTorch %s: not measured: %s" % (name, e), flush=True)


main()
