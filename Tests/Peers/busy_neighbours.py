"""How long training steps take on a machine that is not the program's own: beside busy processes, and several trainings side by side.

    python Tests/Peers/busy_neighbours.py [--conditions alone,1,2,4,2x,3x] [--seconds 25] [--rounds 2] [--json FILE]

Runs `twinscope train` and the same network in PyTorch (its best settings, see `pytorch_bench.py`) alternately, each with its default number
of threads, and prints a table of the median and the 99th percentile of a step. `4` is beside four busy processes, `3x` is three trainings
side by side, of which every one is told. The first seconds of a run, in which it finds out what it is beside, are told apart: `--skip`.
Nothing else may run on the machine meanwhile.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
NETWORK, SHAPE, PAIRS = "conv4", "1x35x35", 32


def torch_steps(seconds, threads):
    """In a process of its own: every step with the time at which it began."""
    import time

    import torch
    from networks import NETWORKS
    from pytorch_bench import training_step

    if threads:
        torch.set_num_threads(threads)
    torch.manual_seed(1)
    shape = [int(side) for side in SHAPE.split("x")]
    model = NETWORKS[NETWORK]()
    model.eval()(torch.rand(2, *shape))
    model = model.to(memory_format=torch.channels_last)
    model.train()
    images = torch.rand(2 * PAIRS, *shape).to(memory_format=torch.channels_last)
    step = training_step(model, images, PAIRS, True)
    steps, start = [], time.perf_counter()
    while (began := time.perf_counter()) < start + seconds:
        step()
        steps.append((began - start, time.perf_counter() - began))
    print(json.dumps(steps))


class Training:
    """One training of either program, under way."""

    def __init__(self, peer, seconds, threads=None):
        self.peer = peer
        if peer == "torch":
            command = [sys.executable, __file__, "--torch-child", "--seconds", str(seconds)]
            command += ["--threads", str(threads)] if threads else []
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        else:
            self.folder = tempfile.TemporaryDirectory()
            command = [
                os.environ.get("TWINSCOPE_PROGRAM", ROOT / ".build/release/twinscope"), "train", "--assets", ROOT / "assets", "--network",
                NETWORK, "--input", SHAPE, "--batch", str(PAIRS), "--minutes", str(seconds / 60), "--plain", "--run",
                self.folder.name + "/run"]
            command += ["--threads", str(threads)] if threads else []
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def steps(self):
        """Pairs of seconds since the start and seconds of the step."""
        output, _ = self.process.communicate()
        if self.process.returncode != 0:
            sys.exit(f"{self.peer} ended with {self.process.returncode}")
        if self.peer == "torch":
            return [tuple(step) for step in json.loads(output)]
        steps, self.threads = [], []
        with open(self.folder.name + "/run/events.jsonl") as file:
            for line in file:
                event = json.loads(line)
                if "step" in event:
                    step = event["step"]["_0"]
                    steps += [(step["elapsed"], PAIRS / step["pairsPerSecond"])] * step["count"]
                if "threads" in event:
                    change = event["threads"]["_0"]
                    self.threads.append(f'{change["new"]}@{change["step"]}')
        self.folder.cleanup()
        return steps


def summary(steps, skip):
    times = sorted(1e3 * step for at, step in steps if at >= skip) or sorted(1e3 * step for _, step in steps)
    if not times:  # not a single step was done in the time
        return {"median": float("inf"), "p99": float("inf"), "mean": float("inf"), "steps": 0}
    return {
        "median": statistics.median(times), "p99": times[min(len(times) - 1, int(0.99 * len(times)))], "mean": statistics.fmean(times),
        "steps": len(times)}


def measure(peer, condition, seconds, skip):
    neighbours = [] if condition in ("alone", "one thread") or condition.endswith("x") else [
        subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(int(condition))]
    count = int(condition[:-1]) if condition.endswith("x") else 1
    try:
        trainings = [Training(peer, seconds, 1 if condition == "one thread" else None) for _ in range(count)]
        results = [summary(training.steps(), skip) for training in trainings]
    finally:
        for neighbour in neighbours:
            neighbour.kill()
            neighbour.wait()
    for training, result in zip(trainings, results):
        result["threads"] = " ".join(getattr(training, "threads", []))
    return results


NAMES = {"alone": "alone", "one thread": "alone, one thread"}


def name(condition):
    if condition.endswith("x"):
        return f"{condition[:-1]} trainings side by side"
    return NAMES.get(condition) or f"beside {condition} busy process{'es' if condition != '1' else ''}"


def cell(rounds):
    """The middle of the rounds for each of the trainings, fastest first."""
    columns = zip(*[sorted(results, key=lambda result: result["median"]) for results in rounds])
    parts = [(statistics.median(r["median"] for r in column), statistics.median(r["p99"] for r in column)) for column in columns]
    return "; ".join(f"{median:.1f} / {p99:.1f}" for median, p99 in parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conditions", default="alone,one thread,1,2,4,2x,3x")
    parser.add_argument("--peers", default="ours,torch")
    parser.add_argument("--seconds", type=float, default=25)
    parser.add_argument("--skip", type=float, default=10, help="seconds at the start that do not count")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", help="a file for all figures, to which those of another call are added")
    parser.add_argument("--torch-child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.torch_child:
        return torch_steps(options.seconds, options.threads)

    figures = {}
    if options.json and os.path.exists(options.json):
        with open(options.json) as file:
            figures = json.load(file)
    peers = options.peers.split(",")
    for condition in options.conditions.split(","):
        for _ in range(options.rounds):
            for peer in peers:
                results = measure(peer, condition, options.seconds, options.skip)
                figures.setdefault(condition, {}).setdefault(peer, []).append(results)
                print(name(condition), peer, json.dumps(results), file=sys.stderr, flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(figures, file)
    print("| milliseconds of a step, median / 99th percentile | " + " | ".join(peers) + " |")
    print("|---" * (1 + len(peers)) + "|")
    for condition, by_peer in figures.items():
        print(f"| {name(condition)} | " + " | ".join(cell(by_peer[peer]) if peer in by_peer else "" for peer in peers) + " |")


if __name__ == "__main__":
    main()
