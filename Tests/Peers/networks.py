"""The networks of `twinscope bench` in PyTorch: the same layers at the same sizes, without a learned similarity at the end."""

import torchvision
from torch import nn


def koch():
    return nn.Sequential(
        nn.Conv2d(1, 64, 10), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 128, 7), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(128, 128, 4), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(128, 256, 4), nn.ReLU(),
        nn.Flatten(), nn.LazyLinear(4096), nn.Sigmoid())


def conv4():
    layers, channels = [], 1
    for _ in range(4):
        layers += [nn.Conv2d(channels, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2)]
        channels = 64
    return nn.Sequential(*layers, nn.Flatten(), nn.LazyLinear(64))


def vgg16():
    layers, channels = [], 3
    for count, width in [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]:
        for _ in range(count):
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.Flatten())


def resnet(build):
    def make():
        model = build()
        model.fc = nn.Identity()
        return model
    return make


def dogs():
    return nn.Sequential(
        nn.Conv2d(3, 256, 11, stride=4), nn.ReLU(), nn.MaxPool2d(3, stride=2),
        nn.Conv2d(256, 256, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(256, 384, 3), nn.ReLU(),
        nn.Flatten(), nn.LazyLinear(1024), nn.ReLU(), nn.Linear(1024, 256), nn.ReLU(), nn.Linear(256, 2))


def faces():
    layers, channels = [], 1
    for width in [4, 8, 8]:
        layers += [nn.ReflectionPad2d(1), nn.Conv2d(channels, width, 3), nn.ReLU(), nn.BatchNorm2d(width)]
        channels = width
    return nn.Sequential(
        *layers, nn.Flatten(), nn.LazyLinear(500), nn.ReLU(), nn.Linear(500, 500), nn.ReLU(), nn.Linear(500, 5))


NETWORKS = {
    "conv4": conv4, "koch": koch, "vgg16": vgg16, "resnet18": resnet(torchvision.models.resnet18),
    "resnet50": resnet(torchvision.models.resnet50), "dogs": dogs, "faces": faces,
}

# What `twinscope bench --network all` runs: network, input, pairs in a training step.
CASES = [
    ("conv4", "1x35x35", 32), ("conv4", "1x105x105", 32), ("koch", "1x105x105", 32), ("vgg16", "3x105x105", 8),
    ("resnet18", "3x105x105", 16), ("resnet50", "3x224x224", 4), ("dogs", "3x256x256", 4), ("faces", "1x100x100", 32),
]
