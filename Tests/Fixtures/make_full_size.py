"""Writes what PyTorch makes of presets at full size, for the program in Tests/FullSize: see README.md.

    python make_full_size.py FOLDER [NAME ...]

One training pass in double, as the fixtures have it, and the losses of ten steps in f32. Dropout is left out: no two libraries draw
alike.

Names that end in `-batch` are batches of usual size: there, sums over batch x area have up to a million terms.
"""

import json
import pathlib
import sys

import torch
from torch import nn

import losses
import networks
import pairs
from make_fixtures import TEN, as_single, named_pair, numpy, pair_loss, prepare
from safetensors_file import write

PAIRS = 2
RATE = 2.0**-10


def head(features, units):
    if units is None:
        return networks.chain(("logit", nn.Linear(features, 1)))
    return networks.chain(("hidden", nn.Linear(features, units)), ("relu", nn.ReLU()), ("logit", nn.Linear(units, 1)))


# name: (network, input, head)
PRESETS = {
    "conv4": (networks.conv4, (1, 35, 35), None),
    "koch": (networks.koch, (1, 105, 105), None),
    "koch-similarity": (networks.koch, (1, 105, 105), (4096, None)),
    "vgg16": (networks.vgg16, (3, 105, 105), (4608, 512)),
    "resnet18": (networks.resnet("BasicBlock", [2, 2, 2, 2]), (3, 224, 224), None),
    "resnet34": (networks.resnet("BasicBlock", [3, 4, 6, 3]), (3, 224, 224), None),
    "resnet50": (networks.resnet("Bottleneck", [3, 4, 6, 3]), (3, 224, 224), (2048, 1023)),
    "resnet101": (networks.resnet("Bottleneck", [3, 4, 23, 3]), (3, 224, 224), None),
    "resnet152": (networks.resnet("Bottleneck", [3, 8, 36, 3]), (3, 224, 224), None),
    "dogs": (networks.dogs, (3, 256, 256), None),
    "faces": (networks.faces, (1, 100, 100), None),
}


def block(*layers):
    return [{"type": t} | options for t, options in layers]


def conv4_spec():
    convolution = ("convolution", {"channels": 64, "kernel": 3, "padding": 1, "bias": False})
    blocks = 4 * block(convolution, ("batch-norm", {}), ("relu", {}), ("max-pool", {"kernel": 2}))
    return blocks + block(("flatten", {}), ("linear", {"features": 64, "name": "embedding"}))


# name: (preset, pairs, input, JSON layers where the input is not the preset's)
BATCHES = {
    "conv4-batch": ("conv4", 32, (1, 35, 35), None),
    "conv4-105-batch": ("conv4", 32, (1, 105, 105), conv4_spec()),
    "faces-batch": ("faces", 32, (1, 100, 100), None),
    "resnet18-batch": ("resnet18", 8, (3, 224, 224), None),
}


def ten_losses(module, images):
    optimizer = torch.optim.SGD(module.parameters(), RATE, momentum=0.9)
    same = torch.arange(len(images) // 2) % 2 == 0
    found = []
    for _ in range(TEN):
        optimizer.zero_grad()
        loss = pair_loss(*module(images), same)
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return numpy.array(found)


def single_precision_error(module, images, seed, expected):
    """How far PyTorch's own f32 is from its double: in outputs, and in the worst gradient."""
    embeddings, logits = module(images)
    judged = embeddings if logits is None else logits
    judged.backward(seed.float())
    floor = max(gradient.abs().max() for gradient in expected.values()) / 100
    worst = max(
        ((p.grad - expected[k]).abs().max() / max(expected[k].abs().max(), floor)).item() for k, p in module.named_parameters())
    module.zero_grad()
    return embeddings.detach(), worst


def write_preset(folder, name):
    preset, count, shape, layers = BATCHES.get(name, (name, PAIRS, None, None))
    build, own_shape, sizes = PRESETS[preset]
    shape = shape or own_shape
    torch.manual_seed(700)
    images = as_single(torch.randn(2 * count, *shape))
    module = pairs.Pair(build(1), head=sizes and head(*sizes))
    prepare(module, images)
    tensors = {"images": images} | {"parameter/" + k: v.float() for k, v in named_pair(module).items()}
    start = {k: v.float() for k, v in module.state_dict().items()}
    embeddings, logits = module(images)
    judged = embeddings if logits is None else logits
    seed = as_single(torch.rand_like(judged) * 2 - 1)
    judged.backward(seed)
    gradients = {k: p.grad.float() for k, p in module.named_parameters()}
    tensors |= {"output": embeddings, "seed": seed}
    tensors |= {"gradient/" + k.removeprefix("left."): v for k, v in gradients.items()}
    if logits is not None:
        tensors["logits"] = logits
    module.zero_grad()
    module.float().load_state_dict(start)
    single, worst = single_precision_error(module, images.float(), seed, gradients)
    error = ((single - embeddings).abs().max() / embeddings.abs().max()).item()
    module.load_state_dict(start)
    tensors["losses"] = ten_losses(module, images.float())
    metadata = {"preset": preset, "rate": RATE, "output_error": error, "gradient_error": worst}
    if layers:
        metadata["spec"] = json.dumps({"name": name, "input": "x".join(map(str, shape)), "layers": layers})
    write(pathlib.Path(folder) / f"{name}.safetensors", metadata, tensors)


if __name__ == "__main__":
    for name in sys.argv[2:] or PRESETS:
        write_preset(sys.argv[1], name)
