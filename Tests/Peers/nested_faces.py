#!/usr/bin/env python3
"""What the recipe `faces` reaches on people who had no part in it: nested selection, with the program itself.

The people are divided into as many parts as there are rotations. Each part in turn is set aside. On the others every candidate is
trained and judged in inner folds; the one with the least mean equal error rate is trained on all of them, with several seeds and with
the recipe's own split, and judged on the part that was set aside: all pairs of its images. What is printed last is the mean over rotations
and seeds, with a 95 % interval from resampling the people of each part.

    python3 Tests/Peers/nested_faces.py path/to/att-faces                     # the recipe alone: outer figures
    python3 Tests/Peers/nested_faces.py path/to/att-faces --candidates a.json b.json --seeds 1 2 3
"""

import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]


def divided(people, parts, seed):
    """The same division for everybody: sorted, shuffled by a seed, dealt out."""
    people = sorted(people)
    random.Random(seed).shuffle(people)
    return [sorted(people[part::parts]) for part in range(parts)]


class Program:
    def __init__(self, arguments, scratch):
        self.binary, self.assets, self.threads = arguments.binary, arguments.assets, str(arguments.threads)
        self.dataset, self.scratch = pathlib.Path(arguments.dataset), scratch
        self.steps = arguments.steps

    def call(self, *arguments):
        done = subprocess.run([self.binary, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"twinscope {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
        return done.stdout

    def folder(self, people):
        """A data set of some people: copies, because links out of a data set are not followed."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.scratch))
        for person in people:
            shutil.copytree(self.dataset / person, folder / person)
        return folder

    def distances(self, candidate, training, judged, seed):
        """Trains on some people and gives the distances of all images of others, with the person of each."""
        source, target = self.folder(training), self.folder(judged)
        run, embeddings = source.with_suffix(".run"), source.with_suffix(".npy")
        chosen = ["--config", candidate] if pathlib.Path(candidate).is_file() else ["--recipe", candidate]
        length = ["--steps", self.steps] if self.steps else []
        self.call("train", source, *chosen, *length, "--seed", seed, "--threads", self.threads, "--plain", "--assets", self.assets, "--run", run)
        self.call("embed", run, target, "--threads", self.threads, "--output", embeddings)
        rows = np.load(embeddings).astype(np.float64)
        names = pathlib.Path(f"{embeddings}.names.txt").read_text().splitlines()
        people = np.array([pathlib.PurePath(name).parent.name for name in names])
        told = json.loads(self.call("evaluate", run, "--dataset", target, "--resamples", 0, "--threads", self.threads, "--json"))
        for path in (source, target, run):
            shutil.rmtree(path)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        distances = 1 - rows @ rows.T
        own = equal_error_rate(*pairs(distances, people, range(len(people))))
        return distances, people, own, told


def pairs(distances, people, images):
    images = np.asarray(images)
    first, second = np.triu_indices(len(images), 1)
    first, second = images[first], images[second]
    return distances[first, second], people[first] == people[second], np.ones(len(first))


def equal_error_rate(distances, same, weights):
    """Where false accepts and false rejects are equally frequent, interpolated."""
    order = np.argsort(distances, kind="stable")
    # Ties move the threshold past all of them at once.
    last = np.append(np.diff(distances[order]) > 0, True)
    genuine = np.where(same, weights, 0)[order].cumsum()[last]
    impostor = np.where(same, 0, weights)[order].cumsum()[last]
    rejected = np.append(1, 1 - genuine / genuine[-1])
    accepted = np.append(0, impostor / impostor[-1])
    place = int(np.argmax(accepted >= rejected))
    before, after = rejected[place - 1] - accepted[place - 1], accepted[place] - rejected[place]
    share = before / (before + after) if before + after > 0 else 0
    return accepted[place - 1] + share * (accepted[place] - accepted[place - 1])


def resampled(distances, people, generator):
    """The equal error rate where each person is there as often as drawn: a pair of two people counts as often as both together."""
    names = np.unique(people)
    drawn = generator.multinomial(len(names), np.full(len(names), 1 / len(names)))
    if (drawn > 0).sum() < 2:
        return resampled(distances, people, generator)
    times = dict(zip(names, drawn))
    distance, same, _ = pairs(distances, people, range(len(people)))
    first, second = np.triu_indices(len(people), 1)
    count = np.array([times[person] for person in people], dtype=float)
    weights = np.where(same, count[first], count[first] * count[second])
    return equal_error_rate(distance, same, weights)


def main():
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("dataset", help="a folder of a folder for each person")
    reader.add_argument("--candidates", nargs="+", default=["faces"], help="recipes or configuration files")
    reader.add_argument("--rotations", type=int, default=3)
    reader.add_argument("--inner-folds", type=int, default=4)
    reader.add_argument("--inner-seeds", type=int, nargs="+", default=[1])
    reader.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    reader.add_argument("--division", type=int, default=2026, help="decides who is in which part")
    reader.add_argument("--steps", type=int, help="instead of the candidates' own length")
    reader.add_argument("--resamples", type=int, default=1000)
    reader.add_argument("--jobs", type=int, default=1, help="trainings side by side")
    reader.add_argument("--threads", type=int, default=2, help="of each training")
    reader.add_argument("--binary", default=str(ROOT / ".build/release/twinscope"))
    reader.add_argument("--assets", default=str(ROOT / "assets"))
    reader.add_argument("--json", help="a file for every figure")
    arguments = reader.parse_args()

    people = [folder.name for folder in pathlib.Path(arguments.dataset).iterdir() if folder.is_dir()]
    parts = divided(people, arguments.rotations, arguments.division)
    records = []
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(arguments.jobs) as pool:
        program = Program(arguments, scratch)

        def judge(job):
            candidate, training, judged, seed = job
            return program.distances(candidate, training, judged, seed)

        outer = []
        for rotation, judged in enumerate(parts):
            development = [person for person in people if person not in judged]
            chosen = arguments.candidates[0]
            if len(arguments.candidates) > 1:
                folds = divided(development, arguments.inner_folds, arguments.division)
                jobs = [
                    (candidate, [person for person in development if person not in fold], fold, seed)
                    for candidate in arguments.candidates for fold in folds for seed in arguments.inner_seeds
                ]
                rates = np.array([own for _, _, own, _ in pool.map(judge, jobs)]).reshape(len(arguments.candidates), -1)
                for candidate, row in zip(arguments.candidates, rates):
                    print(f"rotation {rotation + 1}  inner  {candidate}: {row.mean():.2%}", flush=True)
                    records.append({"rotation": rotation + 1, "inner": candidate, "eer": row.tolist()})
                chosen = arguments.candidates[int(rates.mean(axis=1).argmin())]
            jobs = [(chosen, development, judged, seed) for seed in arguments.seeds]
            for seed, (distances, owners, own, told) in zip(arguments.seeds, pool.map(judge, jobs)):
                figures = told["verification"]
                print(
                    f"rotation {rotation + 1}  outer  {chosen}, seed {seed}: equal error rate {own:.2%}"
                    f" (evaluate: {figures['equalErrorRate']['value']:.2%}), AUC {figures['areaUnderROC']['value']:.4f}", flush=True)
                records.append({"rotation": rotation + 1, "outer": chosen, "seed": seed, "eer": own, "judged": judged})
                outer.append((rotation, distances, owners, own))

    generator = np.random.default_rng(1)
    means = []
    for _ in range(arguments.resamples):
        state = generator.integers(2**63)
        # The same people are drawn for all seeds of a rotation: seeds are no further people.
        means.append(np.mean([resampled(d, o, np.random.default_rng([state, rotation])) for rotation, d, o, _ in outer]))
    mean = np.mean([own for *_, own in outer])
    text = f"{mean:.2%}"
    if means:
        low, high = np.percentile(means, [2.5, 97.5])
        text += f"  [{low:.2%}, {high:.2%}]"
        records.append({"mean": mean, "interval": [low, high]})
    print(f"mean of {arguments.rotations} rotations x {len(arguments.seeds)} seeds: equal error rate {text}")
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(records, indent=1))


if __name__ == "__main__":
    main()
