"""Writes the fuzzer's corpus of images, IDX files, weights and pickles: small files of every kind that is read.

    python make_corpus.py        (Python 3 with pillow and torch)

The texts in Corpus/ (lists, annotations, networks, runs) were written by hand or by a short training, and stay as they are.
"""

import gzip
import json
import pathlib
import struct

import torch
from PIL import Image

OUT = pathlib.Path(__file__).parent / "Corpus"


def picture(mode, size=(9, 7)):
    image = Image.new("RGB", size)
    image.putdata([((x * 29) % 256, (y * 41) % 256, (x * y * 7) % 256) for y in range(size[1]) for x in range(size[0])])
    return image.convert(mode)


def adam7(rows):
    """A grey interlaced PNG: Pillow writes none."""
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = len(rows), len(rows[0])
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    data = b""
    for x0, y0, dx, dy in passes:
        if x0 < width:
            data += b"".join(b"\0" + bytes(row[x0::dx]) for row in rows[y0::dy])
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def write_images():
    picture("RGB").save(OUT / "rgb.png")
    alpha = picture("RGBA")
    alpha.putalpha(picture("L"))
    alpha.save(OUT / "alpha.png")
    picture("P").quantize(8).save(OUT / "palette.png", transparency=1)
    picture("1").save(OUT / "bits.png")
    picture("L").point(lambda v: v * 256, "I").convert("I;16").save(OUT / "deep.png")
    (OUT / "interlaced.png").write_bytes(adam7([[(x * y * 3) % 256 for x in range(9)] for y in range(7)]))
    picture("RGB", (17, 13)).save(OUT / "baseline.jpg", quality=30)
    picture("RGB", (17, 13)).save(OUT / "progressive.jpg", quality=30, progressive=True)
    picture("L", (17, 13)).save(OUT / "grey.jpg", quality=30)
    picture("CMYK").save(OUT / "inks.jpg", quality=30)
    held = Image.Exif()
    held[0x0112] = 6
    picture("RGB", (17, 13)).save(OUT / "turned.jpg", quality=30, exif=held)
    for mode, name in [("1", "p4.pnm"), ("L", "p5.pnm"), ("RGB", "p6.pnm")]:
        picture(mode).save(OUT / name, format="PPM")
    (OUT / "p1.pnm").write_text("P1\n# bits\n4 3\n0110\n1 0 0 1\n0110\n")
    (OUT / "p2.pnm").write_text("P2 4 2 # grey\n15\n0 5 10 15\n15 10 5 0\n")
    (OUT / "p3.pnm").write_text("P3\n2 2\n1000\n0 500 1000 1 2 3\n4 5 6 7 8 9\n")


def write_idx():
    images = bytes((image * 40 + place) % 256 for image in range(4) for place in range(12))
    file = struct.pack(">IIII", 0x803, 4, 3, 4) + images
    labels = struct.pack(">II", 0x801, 4) + bytes([0, 0, 1, 1])
    for name, content in [("images", file), ("labels", labels)]:
        (OUT / f"{name}.idx").write_bytes(content)
        (OUT / f"{name}.idx.gz").write_bytes(gzip.compress(content, mtime=0))
    colour = struct.pack(">IIIII", 0x804, 2, 2, 2, 3) + bytes(range(24))
    (OUT / "colour.idx").write_bytes(colour)


def write_weights():
    torch.manual_seed(1)
    state = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2)).state_dict()
    torch.save(state, OUT / "state.pth")
    torch.save({"epoch": 3, "state_dict": {"weight": state["0.weight"].half()}},
               OUT / "checkpoint.pth")
    tensors = {"conv.weight": [2, 1, 3, 3], "conv.bias": [2]}
    header, offset = {"__metadata__": {"step": "12", "threshold": "0.5"}}, 0
    for name, shape in tensors.items():
        count = 1
        for side in shape:
            count *= side
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [offset, offset + 4 * count]}
        offset += 4 * count
    text = json.dumps(header).encode()
    (OUT / "plain.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + bytes(range(offset)))
    half = json.dumps({"h": {"dtype": "BF16", "shape": [4], "data_offsets": [0, 8]}}).encode()
    (OUT / "half.safetensors").write_bytes(struct.pack("<Q", len(half)) + half + bytes(8))


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    write_images()
    write_idx()
    write_weights()
