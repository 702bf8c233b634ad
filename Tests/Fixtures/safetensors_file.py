"""Writes named arrays as safetensors: a header's length, a JSON header, the bytes."""

import json
import struct

import numpy


def write(path, metadata, tensors):
    header = {"__metadata__": {key: str(value) for key, value in metadata.items()}}
    body = b""
    for name, values in tensors.items():
        data = numpy.ascontiguousarray(values.detach().numpy() if hasattr(values, "detach") else values, dtype="<f4")
        header[name] = {
            "dtype": "F32",
            "shape": list(data.shape),
            "data_offsets": [len(body), len(body) + data.nbytes],
        }
        body += data.tobytes()
    text = json.dumps(header, sort_keys=True).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)
