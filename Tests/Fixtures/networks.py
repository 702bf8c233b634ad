"""Narrow PyTorch twins of every preset, and single layers with their JSON form."""

from collections import OrderedDict

import torch
import torchvision
from torch import nn
from torchvision.models import resnet as tv_resnet


def narrow(count, factor):
    """Fewer channels, but at least four; all of them where the factor is 1."""
    return count if factor == 1 else max(4, count // factor)


def chain(*layers):
    return nn.Sequential(OrderedDict(layers))


def conv4(f):
    layers, inputs = [], 1
    for i in range(1, 5):
        c = narrow(64, f)
        layers += [
            (f"conv{i}", nn.Conv2d(inputs, c, 3, padding=1, bias=False)), (f"bn{i}", nn.BatchNorm2d(c)),
            (f"relu{i}", nn.ReLU()), (f"pool{i}", nn.MaxPool2d(2)),
        ]
        inputs = c
    return chain(*layers, ("flatten", nn.Flatten()), ("embedding", nn.LazyLinear(narrow(64, f))))


def koch(f):
    layers, inputs = [], 1
    for i, (c, k) in enumerate([(64, 10), (128, 7), (128, 4), (256, 4)], 1):
        c = narrow(c, f)
        layers += [(f"conv{i}", nn.Conv2d(inputs, c, k)), (f"relu{i}", nn.ReLU())]
        layers += [(f"pool{i}", nn.MaxPool2d(2))] if i < 4 else []
        inputs = c
    return chain(
        *layers, ("flatten", nn.Flatten()), ("embedding", nn.LazyLinear(narrow(4096, f))), ("sigmoid", nn.Sigmoid()))


def dogs(f):
    a, b = narrow(256, f), narrow(384, f)
    return chain(
        ("conv1", nn.Conv2d(3, a, 11, stride=4)), ("r1", nn.ReLU()), ("p1", nn.MaxPool2d(3, stride=2)),
        ("conv2", nn.Conv2d(a, a, 5)), ("r2", nn.ReLU()), ("p2", nn.MaxPool2d(2)),
        ("conv3", nn.Conv2d(a, b, 3)), ("r3", nn.ReLU()), ("flatten", nn.Flatten()),
        ("linear1", nn.LazyLinear(narrow(1024, f))), ("r4", nn.ReLU()),
        ("linear2", nn.LazyLinear(narrow(256, f))), ("r5", nn.ReLU()), ("embedding", nn.LazyLinear(narrow(2, f))))


def faces(f):
    layers, inputs = [], 1
    for i, c in enumerate([4, 8, 8], 1):
        c = narrow(c, f)
        layers += [
            (f"pad{i}", nn.ReflectionPad2d(1)), (f"conv{i}", nn.Conv2d(inputs, c, 3)), (f"relu{i}", nn.ReLU()),
            (f"bn{i}", nn.BatchNorm2d(c)),
        ]
        inputs = c
    return chain(
        *layers, ("flatten", nn.Flatten()), ("linear1", nn.LazyLinear(narrow(500, f))), ("r4", nn.ReLU()),
        ("linear2", nn.LazyLinear(narrow(500, f))), ("r5", nn.ReLU()), ("embedding", nn.LazyLinear(narrow(5, f))))


def vgg16(f):
    widths = torchvision.models.vgg.cfgs["D"]
    features = torchvision.models.vgg.make_layers([w if w == "M" else narrow(w, f) for w in widths])
    return chain(("features", features), ("flatten", nn.Flatten()))


class NarrowResNet(tv_resnet.ResNet):
    """torchvision's ResNet with fewer channels and without its classifier."""

    def __init__(self, block, blocks, base, groups=1, width_per_group=64, dilates=(False, False, False)):
        nn.Module.__init__(self)
        self._norm_layer = nn.BatchNorm2d
        self.inplanes, self.dilation, self.groups, self.base_width = base, 1, groups, width_per_group
        self.conv1 = nn.Conv2d(3, base, 7, stride=2, padding=3, bias=False)
        self.bn1, self.relu = nn.BatchNorm2d(base), nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = self._make_layer(block, base, blocks[0])
        self.layer2 = self._make_layer(block, base * 2, blocks[1], stride=2, dilate=dilates[0])
        self.layer3 = self._make_layer(block, base * 4, blocks[2], stride=2, dilate=dilates[1])
        self.layer4 = self._make_layer(block, base * 8, blocks[3], stride=2, dilate=dilates[2])
        self.avgpool, self.fc = nn.AdaptiveAvgPool2d(1), nn.Identity()


def resnet(kind, blocks):
    return lambda f: NarrowResNet(getattr(tv_resnet, kind), blocks, 64 // f)


# name: (module of a factor, factor, input)
PRESETS = {
    "conv4": (conv4, 8, (1, 20, 20)),
    "koch": (koch, 16, (1, 76, 76)),
    "dogs": (dogs, 16, (3, 115, 115)),
    "faces": (faces, 16, (1, 10, 10)),
    "vgg16": (vgg16, 16, (3, 32, 32)),
    "resnet18": (resnet("BasicBlock", [2, 2, 2, 2]), 16, (3, 40, 40)),
    "resnet34": (resnet("BasicBlock", [3, 4, 6, 3]), 16, (3, 40, 40)),
    "resnet50": (resnet("Bottleneck", [3, 4, 6, 3]), 16, (3, 40, 40)),
}


class L2Normalize(nn.Module):
    def forward(self, x):
        return nn.functional.normalize(x, eps=1e-12)


def layer_cases():
    """name, JSON layers, module; all on 2x7x6."""
    flat = {"type": "flatten"}

    def conv(name, **options):
        module = {("kernel_size" if k == "kernel" else k): tuple(v) if isinstance(v, list) else v for k, v in options.items()}
        module["out_channels"] = module.pop("channels")
        return name, [{"type": "convolution", **options}], chain(("conv1", nn.Conv2d(2, **module)))

    yield conv("convolution", channels=3, kernel=3)
    yield conv("convolution-strided", channels=3, kernel=[3, 2], stride=[2, 1], padding=[1, 2], bias=False)
    yield conv("convolution-grouped-dilated", channels=4, kernel=2, dilation=2, groups=2, padding=1)
    yield "linear", [{"type": "linear", "features": 5}], chain(("f", nn.Flatten()), ("linear1", nn.Linear(84, 5)))
    yield "batch-norm", [{"type": "batch-norm"}], chain(("bn1", nn.BatchNorm2d(2)))
    yield (
        "batch-norm-vector", [{"type": "linear", "features": 4, "bias": False}, {"type": "batch-norm", "momentum": 0.3, "epsilon": 0.001}],
        chain(("f", nn.Flatten()), ("linear1", nn.Linear(84, 4, bias=False)), ("bn1", nn.BatchNorm1d(4, eps=1e-3, momentum=0.3))))
    for name, module in [("relu", nn.ReLU()), ("sigmoid", nn.Sigmoid()), ("tanh", nn.Tanh())]:
        yield name, [{"type": name}], chain(("a", module))
    yield "leaky-relu", [{"type": "leaky-relu", "slope": 0.2}], chain(("a", nn.LeakyReLU(0.2)))
    yield "max-pool", [{"type": "max-pool", "kernel": 2}], chain(("a", nn.MaxPool2d(2)))
    yield "max-pool-padded", [{"type": "max-pool", "kernel": 3, "stride": 2, "padding": 1}], chain(("a", nn.MaxPool2d(3, 2, 1)))
    yield "average-pool", [{"type": "average-pool", "kernel": 3, "stride": 2, "padding": 1}], chain(("a", nn.AvgPool2d(3, 2, 1)))
    yield "adaptive-average-pool", [{"type": "adaptive-average-pool", "size": [3, 4]}], chain(("a", nn.AdaptiveAvgPool2d((3, 4))))
    yield "reflection-pad", [{"type": "reflection-pad", "padding": 2}], chain(("a", nn.ReflectionPad2d(2)))
    yield "softmax", [flat, {"type": "softmax"}], chain(("f", nn.Flatten()), ("a", nn.Softmax(1)))
    yield "l2-normalize", [flat, {"type": "l2-normalize"}], chain(("f", nn.Flatten()), ("a", L2Normalize()))


def resnet_options():
    """name, options of `ResNet`, module: grouped, wide and dilated bottlenecks."""
    one = [1, 1, 1, 1]
    yield "resnext", NarrowResNet(tv_resnet.Bottleneck, one, 4, groups=2, width_per_group=32)
    yield "dilated", NarrowResNet(tv_resnet.Bottleneck, one, 4, dilates=(False, True, True))
