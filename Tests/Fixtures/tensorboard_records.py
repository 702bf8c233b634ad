"""Writes data/tensorboard.tfevents with TensorBoard's own code: what Twinscope must write, byte for byte, for the same figures."""

import pathlib
import struct

from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c

START = 1767323045.0  # 2026-01-02T03:04:05Z


def scalars(step, seconds, **values):
    event = event_pb2.Event(wall_time=START + seconds, step=step)
    for tag, value in values.items():
        event.summary.value.add(tag=tag.replace("__", "/"), simple_value=value)
    return event


def layers():
    event = event_pb2.Event(wall_time=START + 2.5, step=300)
    add = event.summary.value.add
    add(tag="weight_norm/conv1", simple_value=2.0)
    add(tag="gradient_norm/conv1", simple_value=0.0)
    weights = summary_pb2.HistogramProto(
        min=-1, max=1, num=3, sum=-1 + 1 / 32, sum_squares=4,
        bucket_limit=[-1 + (place + 1) / 16 for place in range(32)], bucket=[2] + [0] * 30 + [1])
    add(tag="weights/conv1", histo=weights)
    gradients = summary_pb2.HistogramProto(num=4, bucket_limit=[0] * 32, bucket=[4] + [0] * 31)
    add(tag="gradients/conv1", histo=gradients)
    add(tag="update_ratio/conv1", simple_value=0.001)
    add(tag="dead_units/conv1", simple_value=0.25)
    return event


events = [
    event_pb2.Event(wall_time=START, file_version="brain.Event:2"),
    scalars(0, 0.5, loss__validation=0.1, validation__accuracy=0.8, validation__equal_error_rate=0.2,
            validation__area_under_roc=0.9, validation__threshold=0.5, validation__genuine_distance=0.3,
            validation__impostor_distance=0.9, test__accuracy=0.75),
    scalars(300, 1.5, loss__training=0.25, training__learning_rate=1e-3, training__gradient_norm=0.0,
            training__active_fraction=0.5, training__genuine_distance=0.3, training__impostor_distance=0.7,
            speed__pairs_per_second=1234.567, speed__data_wait=0.001, training__margin=1.0),
    layers(),
]

target = pathlib.Path(__file__).parent / "data" / "tensorboard.tfevents"
with open(target, "wb") as file:
    for event in events:
        message = event.SerializeToString()
        length = struct.pack("<Q", len(message))
        for part in (length, message):
            file.write(part + struct.pack("<I", masked_crc32c(part)))
