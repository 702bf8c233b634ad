"""Holds exported ONNX models to the program: onnx.checker passes, and ONNX Runtime gives the same embeddings within 1e-4.

    python Tests/Peers/check_onnx.py PROGRAM [NETWORK|RUN ...]

PROGRAM is the built twinscope. Without names every preset is checked, with random weights; where the network learned to compare, the
comparison is held as well, and of a run also what `embed` makes of image files. Embeddings of length L may differ by
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


def session_of(path):
    import onnx
    import onnxruntime

    onnx.checker.check_model(path, full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return session, session.get_modelmeta().custom_metadata_map


def largest_difference(expected, *answers):
    scale = max(1.0, float(np.sqrt((expected ** 2).mean())))
    return max(float(np.abs(answer - expected[:len(answer)]).max()) for answer in answers) / scale


def check(program, name, folder):
    paths = {part: os.path.join(folder, part) for part in ["model.onnx", "head.onnx", "sample.safetensors"]}
    source = [name] if os.path.isdir(name) else ["--network", name, "--seed", "1"]

    def export(*more):
        subprocess.run(
            [program, "export", *source, "-o", paths["model.onnx"], "--sample", paths["sample.safetensors"], *more],
            check=True, stdout=subprocess.DEVNULL)

    export()
    session, metadata = session_of(paths["model.onnx"])
    sample = read_safetensors(paths["sample.safetensors"])
    images, expected = sample["images"], sample["embeddings"]
    embeddings = session.run(["embeddings"], {"images": images})[0]
    one = session.run(["embeddings"], {"images": images[:1]})[0]
    assert embeddings.shape == expected.shape and np.abs(expected[0] - expected[1]).max() > 0
    assert metadata["twinscope.input"] == "x".join(map(str, images.shape[1:]))
    differences = {"embeddings": largest_difference(expected, embeddings, one)}
    if metadata["twinscope.distance"] == "learned":
        export("--head", paths["head.onnx"])
        head, _ = session_of(paths["head.onnx"])
        distances = head.run(["distances"], {"left": expected, "right": np.roll(expected, -1, axis=0)})[0]
        assert distances.shape == sample["distances"].shape
        differences["distances"] = largest_difference(sample["distances"], distances)
    if os.path.isdir(name):
        differences["from files"] = difference_from_files(program, name, session, images.shape[1:], folder)
    words = "  ".join(f"{what} {difference:.1e}" for what, difference in differences.items())
    print(f"{name:18} {str(images.shape[1:]):16} -> {expected.shape[1]:5}  {metadata['twinscope.distance']:10} {words}", flush=True)
    return max(differences.values()) <= 1e-4


def difference_from_files(program, run, session, shape, folder):
    """Between what `embed` makes of image files of the network's own size and what the model makes of their pixels."""
    channels, height, width = shape
    pixels = np.random.default_rng(1).integers(0, 256, (3, height, width, channels), dtype=np.uint8)
    files = [os.path.join(folder, f"{number}.pnm") for number in range(len(pixels))]
    for file, image in zip(files, pixels):
        with open(file, "wb") as stream:
            stream.write(b"P%d %d %d 255\n" % (5 if channels == 1 else 6, width, height) + image.tobytes())
    output = os.path.join(folder, "embeddings.npy")
    subprocess.run([program, "embed", run, *files, "-o", output], check=True, stdout=subprocess.DEVNULL)
    images = pixels.transpose(0, 3, 1, 2).astype(np.float32) / 255
    return largest_difference(np.load(output), session.run(["embeddings"], {"images": images})[0])


def main():
    program, *names = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        wrong = [name for name in names or presets(program) if not check(program, name, folder)]
    if wrong:
        sys.exit(f"ONNX Runtime gives other embeddings for {', '.join(wrong)}")


if __name__ == "__main__":
    main()
