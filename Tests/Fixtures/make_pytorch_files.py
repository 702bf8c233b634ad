"""Writes the small PyTorch files that the tests read, and what is in them as safetensors.

    python Tests/Fixtures/make_pytorch_files.py

Needs torch. Rerun only to add cases: the files are committed.
"""

import os
import zipfile

import torch
from torch import nn

from safetensors_file import write

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pytorch")


def path(name):
    return os.path.join(FOLDER, name)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    torch.manual_seed(1)
    network = nn.Sequential()
    network.add_module("conv1", nn.Conv2d(1, 3, (2, 3)))
    network.add_module("bn1", nn.BatchNorm2d(3))
    network.bn1.running_mean.normal_()
    weights = network.state_dict()
    base = torch.arange(12, dtype=torch.float32) / 8
    weights["transposed"] = base.reshape(3, 4).t()
    weights["part"] = base[5:9]
    weights["scalar"] = torch.tensor(2.5)
    weights["empty"] = torch.zeros(0, 4)
    for kind in ["float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"]:
        weights[kind] = torch.tensor([0, 1, 100]).to(getattr(torch, kind))

    torch.save(weights, path("plain.pth"))
    torch.save(weights, path("protocol4.pth"), pickle_protocol=4)
    torch.save({"epoch": 3, "lr": 0.5, "model_state_dict": weights, "notes": ["a", None, True]}, path("checkpoint.pth"))
    torch.save({"module." + name: nn.Parameter(value) for name, value in network.state_dict().items()
                if value.is_floating_point()}, path("parameters.pth"))
    torch.save(network, path("whole-model.pth"))
    with zipfile.ZipFile(path("plain.pth")) as plain, zipfile.ZipFile(path("deflated.pth"), "w", zipfile.ZIP_DEFLATED) as out:
        for name in plain.namelist():
            out.writestr(name, plain.read(name))
    write(path("plain.safetensors"), {}, {name: value.float().contiguous() for name, value in weights.items()})


main()
