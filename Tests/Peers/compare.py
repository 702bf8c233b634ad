"""Runs `twinscope bench` and PyTorch alternately on the same work, and prints ratios.

    swift build -c release && python Tests/Peers/compare.py [--networks koch vgg16] [--rounds 3] [--seconds 2]

Every figure is the median over the rounds; a ratio above 1 says that Twinscope is so many times as fast, and a share of memory below 1
that it needs less. Needs torch and torchvision. Nothing else should run on the machine meanwhile.
"""

import argparse
import json
import math
import pathlib
import statistics
import subprocess
import sys

from networks import CASES

FOLDER = pathlib.Path(__file__).resolve().parent


def twinscope(options, network, shape, pairs, what):
    command = [options.program, "bench", "--network", network, "--input", shape, "--batch", pairs, "--only", what]
    report = run(command + ["--threads", options.threads, "--seconds", options.seconds, "--json"])
    result = report["results"][0]
    if what == "training":
        return result["training"] | {"secondsToFirstStep": report["secondsToFirstStep"]}
    times = {f"milliseconds{row['images']}": row["milliseconds"] for row in result["inference"]}
    return times | {"peakMemoryBytes": max(row["peakMemoryBytes"] for row in result["inference"])}


def pytorch(options, settings, network, shape, pairs, what):
    return run([
        sys.executable, FOLDER / "pytorch_bench.py", network, "--input", shape, "--pairs", pairs, "--what", what,
        "--settings", settings, "--threads", options.threads, "--seconds", options.seconds])


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stderr}")
    return json.loads(done.stdout)


def measured(options, case, what):
    """Both sides in turn, so that a machine that slows down slows both: figures by side, medians over the rounds."""
    sides = {"twinscope": lambda: twinscope(options, *case, what)}
    for settings in options.settings:
        sides[settings] = lambda settings=settings: pytorch(options, settings, *case, what)
    rounds = [{side: call() for side, call in sides.items()} for _ in range(options.rounds)]
    return {
        side: {
            key: statistics.median(one[side][key] for one in rounds)
            for key, value in rounds[0][side].items() if isinstance(value, (int, float))
        } for side in sides
    }


def compare(options, case, what, keys, ratios):
    name = f"{case[0]} {case[1]}"
    sides = measured(options, case, what)
    ours = sides.pop("twinscope")
    for key in keys:
        # PyTorch's best is whichever of its best settings is faster here.
        best = min((side for side in sides if side != "tutorial"), key=lambda side: sides[side][key], default=None)
        shown = [("best", best)] if best else []
        if "tutorial" in sides:
            shown.append(("tutorial", "tutorial"))
        line = f"{name:20} {key.replace('milliseconds', what):14} {ours[key]:9.2f} ms"
        for label, side in shown:
            ratio = sides[side][key] / ours[key]
            ratios.setdefault((key, label), []).append(ratio)
            memory = ours["peakMemoryBytes"] / sides[side]["peakMemoryBytes"]
            line += f"   {side:9} {sides[side][key]:9.2f} ms, ratio {ratio:5.2f}, memory {memory:4.2f} of its {sides[side]['peakMemoryBytes'] / 2**20:5.0f} MiB"
        print(line, flush=True)
    if what == "training":
        first = ", ".join(f"{side} {figures['secondsToFirstStep']:.2f} s" for side, figures in sides.items())
        print(f"{name:20} first step     {ours['secondsToFirstStep']:9.2f} s    {first}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=FOLDER.parents[1] / ".build/release/twinscope")
    parser.add_argument("--networks", nargs="*", help="all without it")
    parser.add_argument("--what", nargs="*", choices=["training", "inference"], default=["training", "inference"])
    parser.add_argument("--settings", nargs="*", choices=["best", "compiled", "tutorial"], default=["best", "tutorial"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    ratios = {}
    for what in options.what:
        keys = ["milliseconds"] if what == "training" else ["milliseconds1", "milliseconds32"]
        for case in CASES:
            if not options.networks or case[0] in options.networks:
                compare(options, case, what, keys, ratios)
    for (key, label), values in ratios.items():
        mean = math.exp(statistics.fmean(map(math.log, values)))
        print(f"{key.replace('milliseconds', 'inference ') if key[-1].isdigit() else 'training':14} over {label:9}"
              f" geometric mean {mean:.2f}, least {min(values):.2f}")


if __name__ == "__main__":
    main()
