"""What scikit-learn, SciPy and pytorch-metric-learning say about distances and embeddings: the figures of evaluation."""

import numpy
import torch
from pytorch_metric_learning.distances import CosineSimilarity, LpDistance
from pytorch_metric_learning.utils.accuracy_calculator import AccuracyCalculator
from pytorch_metric_learning.utils.inference import CustomKNN
from scipy.stats import binomtest
from sklearn.calibration import _sigmoid_calibration
from sklearn.metrics import det_curve, roc_auc_score, roc_curve

from safetensors_file import write


def write_verification(out):
    generator = numpy.random.default_rng(7)
    for name, decimals in [("smooth", 6), ("ties", 1)]:
        same = generator.random(200) < 0.4
        distances = numpy.where(same, generator.normal(1.0, 0.4, 200), generator.normal(1.6, 0.5, 200))
        distances = numpy.abs(distances).round(decimals).astype("f4")
        false, true, _ = roc_curve(same, -distances, drop_intermediate=False)
        gap = (1 - true) - false
        at = int(numpy.argmax(gap <= 0))
        share = gap[at - 1] / (gap[at - 1] - gap[at])
        accuracies = [((distances < t) == same).mean() for t in [*numpy.unique(distances), numpy.inf]]
        figures = [
            roc_auc_score(same, -distances), false[at - 1] + share * (false[at] - false[at - 1]), max(accuracies),
            true[false <= 0.1].max(),
        ]
        det_false_accepts, det_false_rejects, _ = det_curve(same, -distances)
        # scikit-learn fits the probability of its positive class to decision values, larger for that class.
        slope, intercept = _sigmoid_calibration(distances.astype("f8"), same.astype("f8"))
        folds = numpy.random.default_rng(11).permutation(200) % 10
        write(
            out / f"verification-{name}.safetensors", {"figures": "auc, eer, best accuracy, true accepts at 0.1"},
            {"distances": distances, "same": same.astype("f4"), "figures": numpy.array(figures),
             "roc/false": false, "roc/true": true,
             "det/false_accepts": det_false_accepts, "det/false_rejects": det_false_rejects,
             "confidence": 1 / (1 + numpy.exp(slope * distances.astype("f8") + intercept)),
             "folds": folds.astype("f4"), "fold_accuracies": fold_accuracies(distances, same, folds)})


def fold_accuracies(distances, same, folds):
    """Every fold's accuracy at the threshold that is best on the others: halfway between two distances, the lowest of equally good ones."""
    accuracies = []
    for fold in range(10):
        others, own = folds != fold, folds == fold
        values = numpy.unique(distances[others])
        middles = numpy.concatenate([values[:1], (values[1:] + values[:-1]) / 2, [numpy.nextafter(values[-1], numpy.float32(9))]])
        scores = [((distances[others] < t) == same[others]).mean() for t in middles]
        accuracies.append(((distances[own] < middles[int(numpy.argmax(scores))]) == same[own]).mean())
    return numpy.array(accuracies)


def write_bootstrap(out):
    """A thousand pairs of forty identities, and the interval of their AUC over resampled identities."""
    generator = numpy.random.default_rng(5)
    places = generator.normal(size=(40, 3))
    left = generator.integers(0, 40, 1000)
    right = numpy.where(generator.random(1000) < 0.5, left, generator.integers(0, 40, 1000))
    same = left == right
    difference = places[left] - places[right] + generator.normal(size=(1000, 3)) * generator.uniform(0.3, 1.2, 40)[left][:, None]
    distances = numpy.linalg.norm(difference, axis=1).astype("f4")
    areas = []
    for _ in range(4000):
        drawn = numpy.bincount(generator.integers(0, 40, 40), minlength=40)
        weights = numpy.where(same, drawn[left], drawn[left] * drawn[right])
        areas.append(roc_auc_score(same, -distances, sample_weight=weights))
    write(
        out / "bootstrap.safetensors", {},
        {"distances": distances, "left": left.astype("f4"), "right": right.astype("f4"),
         "interval": numpy.quantile(areas, [0.025, 0.975])})


def write_retrieval(out):
    for name, seed, distance, similarity in [
        ("euclidean", 1, LpDistance(normalize_embeddings=False), False), ("cosine", 2, CosineSimilarity(), True)
    ]:
        generator = numpy.random.default_rng(seed)
        # Classes of one to nine images, of which the single ones are no queries.
        labels = numpy.repeat(numpy.arange(24), generator.integers(1, 10, 24))
        embeddings = (generator.normal(size=(24, 8))[labels] + generator.normal(size=(len(labels), 8))).astype("f4")
        calculator = AccuracyCalculator(
            include=("precision_at_1", "r_precision", "mean_average_precision_at_r"), k="max_bin_count",
            knn_func=CustomKNN(distance), device=torch.device("cpu"))
        points = torch.from_numpy(embeddings).double()
        figures = calculator.get_accuracy(points, torch.from_numpy(labels))
        write(
            out / f"retrieval-{name}.safetensors",
            {"figures": "precision at 1, R-precision, MAP at R", "distance": name},
            {"embeddings": embeddings, "labels": labels.astype("f4"), "recall": recalls(embeddings, labels, similarity),
             "figures": numpy.array([
                 figures["precision_at_1"], figures["r_precision"], figures["mean_average_precision_at_r"]])})


def recalls(embeddings, labels, is_cosine):
    """Recall at 1, 5 and 10 (pytorch-metric-learning has none), by sorting everything."""
    points = embeddings.astype("f8")
    if is_cosine:
        points = points / numpy.linalg.norm(points, axis=1, keepdims=True)
    distances = numpy.linalg.norm(points[:, None] - points[None], axis=2)
    numpy.fill_diagonal(distances, numpy.inf)
    found = labels[numpy.argsort(distances, axis=1)] == labels[:, None]
    queries = numpy.bincount(labels)[labels] > 1
    return numpy.array([found[queries][:, :k].any(axis=1).mean() for k in (1, 5, 10)])


def write_proportions(out):
    cases = [(0, 20), (1, 20), (19, 20), (20, 20), (377, 400), (3, 7)]
    intervals = [binomtest(right, total).proportion_ci(method="wilson") for right, total in cases]
    write(
        out / "proportions.safetensors", {},
        {"cases": numpy.array(cases), "intervals": numpy.array([[interval.low, interval.high] for interval in intervals])})


def write_figures(out):
    write_verification(out)
    write_bootstrap(out)
    write_retrieval(out)
    write_proportions(out)
