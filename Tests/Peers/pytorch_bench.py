"""Times training steps of Siamese networks in PyTorch, in its best settings and as tutorials run it.

    python Tests/Peers/pytorch_bench.py koch --pairs 32 --steps 5 --settings best

Prints one line of JSON: network, settings, pairs a second of the fastest step. Weights and images are random; the loss is
contrastive, the optimizer Adam, as in `twinscope bench`.
"""

import argparse
import json
import time

import torch
from torch import nn
from torch.nn import functional as F


def koch():
    return (1, 105, 105), nn.Sequential(
        nn.Conv2d(1, 64, 10), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 7), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(128, 128, 4), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(128, 256, 4), nn.ReLU(),
        nn.Flatten(), nn.Linear(9216, 4096), nn.Sigmoid())


def conv4():
    layers, channels = [], 1
    for _ in range(4):
        layers += [nn.Conv2d(channels, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2)]
        channels = 64
    return (1, 35, 35), nn.Sequential(*layers, nn.Flatten(), nn.Linear(256, 64))


def vgg16():
    layers, channels = [], 3
    for count, width in [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]:
        for _ in range(count):
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2))
    return (3, 105, 105), nn.Sequential(*layers, nn.Flatten(), nn.Linear(4608, 512))


def resnet18():
    import torchvision

    model = torchvision.models.resnet18()
    model.fc = nn.Linear(512, 128)
    return (3, 105, 105), model


NETWORKS = {"koch": koch, "conv4": conv4, "vgg16": vgg16, "resnet18": resnet18}


def contrastive(left, right, same, margin=1.0):
    distance = F.pairwise_distance(left, right)
    return torch.where(same, distance**2, (margin - distance).clamp(min=0) ** 2).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("--pairs", type=int, default=32)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--settings", choices=["tutorial", "best"], default="best")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    best = options.settings == "best"
    shape, model = NETWORKS[options.network]()
    images = torch.rand(2 * options.pairs, *shape)
    if best:
        model, images = model.to(memory_format=torch.channels_last), images.to(memory_format=torch.channels_last)
    same = torch.arange(options.pairs) % 2 == 0
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=best)

    fastest = float("inf")
    for _ in range(options.steps):
        began = time.perf_counter()
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=best):
            if best:
                left, right = model(images).float().chunk(2)
            else:
                left, right = model(images[: options.pairs]), model(images[options.pairs :])
        contrastive(left, right, same).backward()
        optimizer.step()
        fastest = min(fastest, time.perf_counter() - began)
    print(json.dumps({
        "network": options.network, "settings": options.settings, "pairsPerSecond": options.pairs / fastest,
        "torch": torch.__version__}))


if __name__ == "__main__":
    main()
