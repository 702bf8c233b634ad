"""Whole pairs in PyTorch: shared or separate twins, a distance or a learned similarity, one forward call or one for each side."""

from torch import cat, nn

from networks import chain


class Pair(nn.Module):
    """Images are the left ones of all pairs, then the right ones."""

    def __init__(self, left, right=None, head=None, signed=False, branchwise=False):
        super().__init__()
        self.left, self.right, self.head = left, right, head
        self.signed, self.branchwise = signed, branchwise

    def forward(self, images):
        """Embeddings, and a logit a pair where there is a head."""
        n = len(images) // 2
        if self.right is None and not self.branchwise:
            embeddings = self.left(images)
        else:
            embeddings = cat([self.left(images[:n]), (self.right or self.left)(images[n:])])
        if self.head is None:
            return embeddings, None
        gap = embeddings[:n] - embeddings[n:]
        return embeddings, self.head(gap if self.signed else gap.abs()).squeeze(1)


LAYERS = [
    {"type": "convolution", "channels": 8, "kernel": 3, "padding": 1, "bias": False}, {"type": "batch-norm"}, {"type": "relu"},
    {"type": "max-pool", "kernel": 2}, {"type": "linear", "features": 6}]
OTHER = [
    {"type": "convolution", "channels": 5, "kernel": 3, "stride": 2}, {"type": "tanh"}, {"type": "batch-norm"},
    {"type": "linear", "features": 6}]
HIDDEN = [{"type": "linear", "features": 5}, {"type": "relu"}, {"type": "linear", "features": 1, "name": "logit"}]
LOGIT = [{"type": "linear", "features": 1, "name": "logit"}]


def network():
    return chain(
        ("conv1", nn.Conv2d(2, 8, 3, padding=1, bias=False)), ("bn1", nn.BatchNorm2d(8)), ("r1", nn.ReLU()),
        ("p1", nn.MaxPool2d(2)), ("flatten", nn.Flatten()), ("linear1", nn.Linear(8 * 3 * 3, 6)))


def other():
    return chain(
        ("conv1", nn.Conv2d(2, 5, 3, stride=2)), ("t1", nn.Tanh()), ("bn1", nn.BatchNorm2d(5)), ("flatten", nn.Flatten()),
        ("linear1", nn.Linear(5 * 3 * 2, 6)))


def hidden():
    return chain(("linear1", nn.Linear(6, 5)), ("r1", nn.ReLU()), ("logit", nn.Linear(5, 1)))


def logit():
    return chain(("logit", nn.Linear(6, 1)))


def cases():
    """name, JSON network, batch statistics, module; all on 2x7x6."""

    def case(name, head=None, twins=None, signed=False, branchwise=False):
        spec = {"name": name, "input": "2x7x6", "layers": LAYERS}
        if head is not None:
            spec["head"] = {"type": "similarity", "difference": "signed" if signed else "absolute", "layers": head[0]}
        if twins is not None:
            spec["twins"] = {"type": "separate"} | twins[0]
        module = Pair(network(), twins and twins[1](), head and head[1](), signed, branchwise)
        return name, spec, "branchwise" if branchwise else "joint", module

    unshared, two = ({}, network), ({"layers": OTHER}, other)
    yield case("shared-absolute", (HIDDEN, hidden))
    yield case("shared-signed", (HIDDEN, hidden), signed=True)
    yield case("shared-koch-head", (LOGIT, logit))
    yield case("shared-branchwise", branchwise=True)
    yield case("shared-absolute-branchwise", (HIDDEN, hidden), branchwise=True)
    yield case("unshared", twins=unshared)
    yield case("two-networks", twins=two)
    yield case("two-networks-absolute", (HIDDEN, hidden), two)
    yield case("unshared-signed", (HIDDEN, hidden), unshared, signed=True)
