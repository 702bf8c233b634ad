"""Loads torchvision's networks with random weights into the program and compares the embeddings.

    python Tests/Peers/check_torchvision.py PROGRAM

Every network is saved as .pth and as .safetensors. Needs torch, torchvision, numpy.
"""

import os
import subprocess
import sys
import tempfile

import numpy as np
import torch
import torchvision

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures"))
from safetensors_file import write  # noqa: E402
from check_onnx import read_safetensors  # noqa: E402


def randomize(network):
    """Running statistics that differ from their first values, so that they are seen to be loaded."""
    for layer in network.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.running_mean.normal_(0, 0.1)
            layer.running_var.uniform_(0.8, 1.2)
            layer.weight.data.uniform_(0.8, 1.2)
            layer.bias.data.normal_(0, 0.1)


def embedder(name):
    torch.manual_seed(5)
    network = getattr(torchvision.models, name)(weights=None).eval()
    randomize(network)
    if name.startswith("vgg"):
        return network, lambda images: network.features(images).flatten(1)
    body = torch.nn.Sequential(*list(network.children())[:-1])
    return network, lambda images: body(images).flatten(1)


def check(program, name, folder):
    network, embed = embedder(name)
    weights = {key: value for key, value in network.state_dict().items()}
    torch.save(weights, os.path.join(folder, "weights.pth"))
    write(os.path.join(folder, "weights.safetensors"), {}, {key: value.float() for key, value in weights.items()})
    worst = 0
    for file in ["weights.pth", "weights.safetensors"]:
        sample_path = os.path.join(folder, "sample.safetensors")
        subprocess.run(
            [program, "export", "--network", name, "--pretrained", os.path.join(folder, file),
             # Of a preset that learns its comparison, torchvision has the network alone.
             "--partial", "-o", os.path.join(folder, "model.onnx"), "--sample", sample_path],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        sample = read_safetensors(sample_path)
        with torch.no_grad():
            expected = embed(torch.from_numpy(sample["images"].copy())).numpy()
        scale = max(1.0, float(np.sqrt((expected ** 2).mean())))
        worst = max(worst, float(np.abs(expected - sample["embeddings"]).max()) / scale)
    print(f"{name:12} {expected.shape[1]:5} numbers, difference {worst:.1e}", flush=True)
    return worst <= 1e-4


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        wrong = [name for name in ["vgg16", "resnet18", "resnet50"] if not check(program, name, folder)]
    if wrong:
        sys.exit(f"the embeddings of {', '.join(wrong)} differ from torchvision's")


main()
