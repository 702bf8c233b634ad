"""Holds exported ONNX models to the program: onnx.checker passes, and ONNX Runtime gives the same embeddings within 1e-4.

    python Tests/Peers/check_onnx.py PROGRAM [NETWORK|RUN ...]

PROGRAM is the built twinscope. Without names every preset is checked, with random weights. Embeddings of length L may differ by
1e-4 times the larger of 1 and L / sqrt(N), so that networks with large values are held to the same relative precision.
Needs onnx, onnxruntime, numpy.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

import numpy as np


def read_safetensors(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        body = file.read()
    return {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
        for name, entry in header.items() if name != "__metadata__"}


def presets(program):
    text = subprocess.run([program, "describe", "--help"], check=True, capture_output=True, text=True).stdout
    names = re.search(r"NETWORK is (.*?), or a JSON file", " ".join(text.split())).group(1)
    return names.split(", ")


def check(program, name, folder):
    import onnx
    import onnxruntime

    model_path, sample_path = os.path.join(folder, "model.onnx"), os.path.join(folder, "sample.safetensors")
    source = [name] if os.path.isdir(name) else ["--network", name, "--seed", "1"]
    subprocess.run(
        [program, "export", *source, "-o", model_path, "--sample", sample_path], check=True, stdout=subprocess.DEVNULL)
    onnx.checker.check_model(model_path, full_check=True)
    sample = read_safetensors(sample_path)
    session = onnxruntime.InferenceSession(model_path, providers=["CPUExecutionProvider"])
    images, expected = sample["images"], sample["embeddings"]
    embeddings = session.run(["embeddings"], {"images": images})[0]
    one = session.run(["embeddings"], {"images": images[:1]})[0]
    scale = max(1.0, float(np.sqrt((expected ** 2).mean())))
    difference = max(np.abs(embeddings - expected).max(), np.abs(one - expected[:1]).max()) / scale
    spread = np.abs(expected[0] - expected[1]).max()
    print(f"{name:18} {str(images.shape[1:]):16} -> {expected.shape[1]:5}  difference {difference:.1e}", flush=True)
    assert embeddings.shape == expected.shape and spread > 0
    return difference <= 1e-4


def main():
    program, *names = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        wrong = [name for name in names or presets(program) if not check(program, name, folder)]
    if wrong:
        sys.exit(f"ONNX Runtime gives other embeddings for {', '.join(wrong)}")


if __name__ == "__main__":
    main()
