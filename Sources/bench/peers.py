"""NumPy and PyTorch on the same work as `bench engine`, one thread, float64; one JSON object a line.

    python3 Sources/bench/peers.py [ROW...]

A peer that is not installed is left out.
"""
import json
import os
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

try:
    import numpy as np
except ImportError:
    np = None
try:
    import torch
    import torch.nn.functional as F

    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
except ImportError:
    torch = None

WANTED = set(sys.argv[1:])


def measure(row, peer, work, macs=0, seconds=1.0):
    """Median time of one call, after a tenth of the time to warm up."""
    if WANTED and row not in WANTED:
        return
    end = time.perf_counter() + seconds / 10
    while time.perf_counter() < end:
        work()
    times, end = [], time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    median = sorted(times)[len(times) // 2]
    print(json.dumps({"row": row, "peer": peer, "microseconds": round(median * 1e6, 3), "fastest": round(min(times) * 1e6, 3),
                      "runs": len(times),
                      **({"gflops": round(2 * macs / median / 1e9, 2)} if macs else {})}), flush=True)


def numpy_rows():
    rng = np.random.default_rng(1)
    a, b = rng.standard_normal((512, 512)), rng.standard_normal((512, 512))
    measure("matmul-512", "numpy", lambda: a @ b, 512 ** 3)
    for batch in (1, 32):
        measure(f"mlp-step-{batch}", "numpy", numpy_mlp(rng, batch))
    x, y = rng.standard_normal(1 << 20), rng.standard_normal(1 << 20)
    measure("add-1m", "numpy", lambda: x + y)


def numpy_mlp(rng, batch):
    sizes = [8, 64, 64, 1]
    weights = [rng.standard_normal((o, i)) / i ** 0.5 for i, o in zip(sizes, sizes[1:])]
    biases = [np.zeros(o) for o in sizes[1:]]
    x, target = rng.standard_normal((batch, 8)), rng.standard_normal((batch, 1))

    def step():
        inputs, value = [], x
        for layer, (w, b) in enumerate(zip(weights, biases)):
            inputs.append(value)
            value = value @ w.T + b
            if layer < 2:
                value = np.maximum(value, 0)
        gradient = 2 * (value - target) / value.size
        for layer in (2, 1, 0):
            dw, db = gradient.T @ inputs[layer], gradient.sum(0)
            if layer:
                gradient = (gradient @ weights[layer]) * (inputs[layer] > 0)
            weights[layer] -= 0.001 * dw
            biases[layer] -= 0.001 * db

    return step


def torch_rows():
    torch.manual_seed(1)
    a, b = torch.randn(512, 512), torch.randn(512, 512)
    measure("matmul-512", "torch", lambda: a @ b, 512 ** 3)
    x = torch.randn(1, 64, 56, 56)
    with torch.no_grad():
        w3, w1, wd = torch.randn(64, 64, 3, 3), torch.randn(64, 64, 1, 1), torch.randn(64, 1, 3, 3)
        measure("conv-3x3-64-56", "torch", lambda: F.conv2d(x, w3, padding=1), 64 * 64 * 9 * 56 * 56)
        measure("conv-1x1-64-56", "torch", lambda: F.conv2d(x, w1), 64 * 64 * 56 * 56)
        measure("depthwise-3x3-64-56", "torch", lambda: F.conv2d(x, wd, padding=1, groups=64), 64 * 9 * 56 * 56)
    for batch in (1, 32):
        measure(f"mlp-step-{batch}", "torch", torch_mlp(batch))
    measure("cnn-step", "torch", torch_cnn(), seconds=2.0)
    p, q = torch.randn(1 << 20), torch.randn(1 << 20)
    measure("add-1m", "torch", lambda: p + q)


def torch_mlp(batch):
    nn = torch.nn
    net = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1))
    x, target = torch.randn(batch, 8), torch.randn(batch, 1)
    return torch_step(net, x, lambda y: F.mse_loss(y, target))


def torch_cnn():
    """The network of the reference training run (3 and 4 channels, 3 classes) on 28x28 images."""
    nn = torch.nn
    net = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(3, 4, 3), nn.ReLU(),
                        nn.Flatten(), nn.Linear(4 * 12 * 12, 3))
    x, target = torch.randn(64, 1, 28, 28), torch.randint(0, 3, (64,))
    return torch_step(net, x, lambda y: F.cross_entropy(y, target))


def torch_step(net, x, loss):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.001)

    def step():
        optimizer.zero_grad()
        loss(net(x)).backward()
        optimizer.step()

    return step


if np is not None:
    numpy_rows()
if torch is not None:
    torch_rows()
