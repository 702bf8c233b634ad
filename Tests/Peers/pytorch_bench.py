"""Times training steps and embedding of Siamese networks in PyTorch, in its best settings and as tutorials run it.

    python Tests/Peers/pytorch_bench.py koch --input 1x105x105 --pairs 32 --settings best --what training

Settings: `tutorial` is f32, the twins one after the other, plain Adam; `best` is both images in one batch, channels-last, bf16 autocast,
fused Adam, in inference also `torch.inference_mode`; `compiled` is the same under `torch.compile`. Prints one line of JSON with the median
of all steps. Weights and images are random; the loss is contrastive, the optimizer Adam, as in `twinscope bench`.
"""

import argparse
import json
import os
import statistics
import time

import torch
from torch.nn import functional as F

from networks import NETWORKS


def contrastive(left, right, same, margin=1.0):
    distance = F.pairwise_distance(left, right)
    return torch.where(same, distance**2, (margin - distance).clamp(min=0) ** 2).mean()


def seconds_since_launch():
    with open("/proc/self/stat") as file:
        ticks = int(file.read().rpartition(")")[2].split()[19])
    with open("/proc/uptime") as file:
        return float(file.read().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")


def peak_memory():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) * 1024


def timed(seconds, step):
    """The median of steps that together take about so long, after two that do not count; and when the first was done."""
    step()
    first = seconds_since_launch()
    step()
    times = []
    while sum(times) < seconds or len(times) < 3:
        began = time.perf_counter()
        step()
        times.append(time.perf_counter() - began)
    return statistics.median(times), first


def training_step(model, images, pairs, best):
    same = torch.arange(pairs) % 2 == 0
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, fused=best)

    def step():
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=best):
            if best:
                left, right = model(images).float().chunk(2)
            else:
                left, right = model(images[:pairs]), model(images[pairs:])
        contrastive(left, right, same).backward()
        optimizer.step()

    return step


def inference_step(model, images, best):
    def step():
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=best):
            model(images)

    return step


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("--input", required=True, help="CxHxW")
    parser.add_argument("--pairs", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--settings", choices=["tutorial", "best", "compiled"], default="best")
    parser.add_argument("--what", choices=["training", "inference"], default="training")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    best = options.settings != "tutorial"
    shape = [int(side) for side in options.input.split("x")]
    model = NETWORKS[options.network]()
    model.eval()(torch.rand(2, *shape))  # gives lazy layers their sizes

    def prepared(count):
        images = torch.rand(count, *shape)
        return images.to(memory_format=torch.channels_last) if best else images

    if best:
        model = model.to(memory_format=torch.channels_last)
    model.train(options.what == "training")
    run = torch.compile(model) if options.settings == "compiled" else model
    result = {"network": options.network, "input": options.input, "settings": options.settings, "torch": torch.__version__}
    if options.what == "training":
        step = training_step(run, prepared(2 * options.pairs), options.pairs, best)
        time_of_step, first = timed(options.seconds, step)
        result |= {"milliseconds": 1e3 * time_of_step, "pairsPerSecond": options.pairs / time_of_step}
        result |= {"secondsToFirstStep": first}
    else:
        for count in [1, 32]:
            time_of_pass, _ = timed(options.seconds, inference_step(run, prepared(count), best))
            result[f"milliseconds{count}"] = 1e3 * time_of_pass
    print(json.dumps(result | {"peakMemoryBytes": peak_memory()}))


if __name__ == "__main__":
    main()
