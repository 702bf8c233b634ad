#!/usr/bin/env python3
"""Kills a training again and again at random moments, resumes it, and holds it to one that was never stopped.

    swift build -c release --product twinscope
    python3 Tests/Storm/kill_storm.py .build/release/twinscope --kills 100

Needs nothing but Python's standard library and the program; runs on the bundled drawings in a temporary folder. Exit status 0 where all
held, 1 with a sentence for everything that did not.
"""

import argparse
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time

OPTIONS = [
    "--network", "conv4", "--input", "1x16x16", "--batch", "8", "--threads", "1", "--seed", "7", "--plain",
    # Everything that a checkpoint has to keep: an average, a plateau, augmentation, batches of classes.
    "--optimizer", "adamw", "--average", "0.95", "--schedule", "plateau", "--rotation", "10", "--precision", "f32",
]


class Storm:
    def __init__(self, arguments):
        self.program = os.path.abspath(arguments.program)
        self.arguments = arguments
        self.random = random.Random(arguments.seed)
        self.folder = tempfile.mkdtemp(prefix="twinscope-storm-")
        self.complaints = []
        self.lost = []

    # MARK: The program

    def train(self, run):
        options = OPTIONS + [
            "--steps", str(self.arguments.steps), "--evaluate-every", "50", "--checkpoint-every", str(self.arguments.checkpoint_every),
        ]
        if self.arguments.pretrained:
            options += ["--pretrained", self.arguments.pretrained]
        return [self.program, "train", *self.arguments.dataset, *options, "--run", run]

    def finish(self, command):
        return subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600)

    def kill_after(self, command, seconds):
        """The output, and whether the program had ended by itself."""
        with open(self.folder + "/output", "w+") as output:
            process = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            output.seek(0)
            return output.read(), process.returncode

    # MARK: What is in a run

    def events(self, run):
        """Every whole line; a torn last one is what a kill leaves."""
        try:
            with open(f"{run}/events.jsonl", "rb") as file:
                lines = file.read().split(b"\n")[:-1]
        except FileNotFoundError:
            return []
        events = []
        for number, line in enumerate(lines):
            try:
                events.append(json.loads(line))
            except ValueError:
                # Only where a torn line was resumed behind: a resume must have cut it.
                self.complain(f"{run}: line {number + 1} of {len(lines)} is damaged: {line[:80]!r}")
        return events

    def figures(self, run, kind):
        """The figures of all events of a kind by their step, without what is about time."""
        found = {}
        for event in self.events(run):
            if kind not in event:
                continue
            figures = event[kind].get("_0", event[kind])
            kept = {key: value for key, value in figures.items() if key not in TIMES}
            if figures["step"] in found:
                self.complain(f"{run}: the {kind} of step {figures['step']} is there twice")
            found[figures["step"]] = kept
        return found

    def last_step(self, run):
        return max(self.figures(run, "step"), default=0)

    def checkpoint_step(self, run):
        path = f"{run}/checkpoints/last.safetensors"
        if not os.path.exists(path):
            return None
        with open(path, "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            return int(json.loads(file.read(length))["__metadata__"]["step"])

    def complain(self, sentence):
        print("  " + sentence, flush=True)
        self.complaints.append(sentence)

    # MARK: The storm

    def go(self):
        print(f"in {self.folder}", flush=True)
        whole = self.folder + "/whole"
        began = time.monotonic()
        answer = self.finish(self.train(whole))
        if answer.returncode != 0:
            self.complain(f"a training without kills failed: {answer.stderr}")
            return
        print(f"uninterrupted: {self.last_step(whole)} steps in {time.monotonic() - began:.1f} s", flush=True)
        kills, runs = 0, 0
        while kills < self.arguments.kills:
            runs += 1
            kills += self.storm_a_run(f"{self.folder}/killed{runs}", whole, self.arguments.kills - kills)
        lost = sorted(self.lost) or [0]
        print(
            f"{kills} kills in {runs} runs; steps taken again: {lost[len(lost) // 2]} in the middle, {lost[-1]} at most; "
            f"{len(self.complaints)} complaints")

    def storm_a_run(self, run, whole, kills):
        done = 0
        while done < kills:
            exists = os.path.exists(run + "/run.json")
            seconds = self.random.uniform(0, self.arguments.longest)
            text, code = self.kill_after([self.program, "resume", run, "--plain"] if exists else self.train(run), seconds)
            if code == 0:
                break
            if code != -signal.SIGKILL:
                self.complain(f"{run} ended with {code} after {done} kills: {text[-400:]}")
                return max(1, done)
            done += 1
            if os.path.exists(run + "/run.json"):
                self.check_after_kill(run, done)
        else:
            answer = self.finish([self.program, "resume", run, "--plain"] if os.path.exists(run + "/run.json") else self.train(run))
            if answer.returncode != 0:
                self.complain(f"{run} cannot be finished: {answer.stderr}")
        self.compare(run, whole)
        return max(1, done)

    def check_after_kill(self, run, kill):
        log, saved = self.last_step(run), self.checkpoint_step(run)
        recorded = [
            event["checkpoint"].get("_0", event["checkpoint"])["step"] for event in self.events(run)
            if "checkpoint" in event and event["checkpoint"].get("_0", event["checkpoint"])["kind"] == "last"]
        if recorded and (saved is None or saved < recorded[-1]):
            self.complain(f"{run}: the log tells of a checkpoint at step {recorded[-1]}, the file is of {saved}")
        self.lost.append(log - (saved or 0))
        if saved is not None and kill % self.arguments.evaluate_every == 0:
            answer = self.finish([self.program, "evaluate", run, "--json"])
            if answer.returncode != 0 or not json.loads(answer.stdout):
                self.complain(f"{run} cannot be evaluated after kill {kill}: {answer.stderr}")

    def compare(self, run, whole):
        for kind in ("step", "evaluation"):
            killed, uninterrupted = self.figures(run, kind), self.figures(whole, kind)
            if killed.keys() != uninterrupted.keys():
                self.complain(f"{run}: {kind}s {sorted(killed.keys() ^ uninterrupted.keys())[:10]} are in one of the two only")
            differing = [step for step in killed.keys() & uninterrupted.keys() if killed[step] != uninterrupted[step]]
            if differing:
                step = min(differing)
                self.complain(f"{run}: {len(differing)} {kind}s differ, first {step}: {killed[step]} {uninterrupted[step]}")
        weights = [open(f"{folder}/checkpoints/{name}.safetensors", "rb").read() for name in ("best", "last") for folder in (run, whole)]
        for name, (killed, uninterrupted) in (("best", weights[:2]), ("last", weights[2:])):
            if tensors(killed) != tensors(uninterrupted):
                self.complain(f"{run}: the weights of {name} differ from the uninterrupted run's")
        rows = [line.split(",")[0] for line in open(f"{run}/metrics.csv")][1:]
        if len(rows) != len(set(self.figures(run, "step"))) + len(set(self.figures(run, "evaluation"))):
            self.complain(f"{run}: metrics.csv has {len(rows)} rows, which are not those of the events")


# Figures of the machine, not of the training.
TIMES = {"elapsed", "duration", "pairsPerSecond", "dataWait", "seconds"}


def tensors(checkpoint):
    """What follows the header: the header holds times."""
    (length,) = struct.unpack("<Q", checkpoint[:8])
    return checkpoint[8 + length:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the built twinscope")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--steps", type=int, default=1500, help="of a whole training")
    parser.add_argument("--longest", type=float, default=1.5, help="seconds from a start to its kill, at most")
    parser.add_argument("--checkpoint-every", type=float, default=0.2, help="seconds")
    parser.add_argument("--evaluate-every", type=int, default=5, help="kills after which the run is evaluated once")
    parser.add_argument("--dataset", nargs="*", default=[], help="images; the bundled drawings by default")
    parser.add_argument("--pretrained", help="first weights")
    parser.add_argument("--seed", type=int, default=1, help="decides the moments")
    arguments = parser.parse_args()
    arguments.dataset = [os.path.abspath(path) for path in arguments.dataset[:1]]
    storm = Storm(arguments)
    storm.go()
    if storm.complaints:
        print(f"what is left of the runs is in {storm.folder}")
        sys.exit(1)
    shutil.rmtree(storm.folder)


if __name__ == "__main__":
    main()
