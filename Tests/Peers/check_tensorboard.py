"""Reads a run with TensorBoard's own reader and holds every training loss against events.jsonl: check_tensorboard.py runs/NAME"""

import json
import sys

import numpy
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

run = sys.argv[1]
reader = EventAccumulator(run, size_guidance={"scalars": 0, "histograms": 0, "tensors": 0})
reader.Reload()
read = {event.step: event.value for event in reader.Scalars("loss/training")}

written = {}
with open(run + "/events.jsonl") as events:
    for line in events:
        event = json.loads(line)
        if "step" in event:
            metrics = event["step"]["_0"]
            written[metrics["step"]] = numpy.float32(metrics["loss"])

assert written.keys() == read.keys(), "the steps differ"
assert all(numpy.float32(read[step]) == loss for step, loss in written.items()), "the losses differ"
print(f"{len(written)} steps are the same; TensorBoard finds {sum(len(tags) for tags in reader.Tags().values() if isinstance(tags, list))} tags")
