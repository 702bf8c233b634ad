"""Every loss written from its paper on PyTorch tensors, so that autograd gives the gradient."""

import torch
import torch.nn.functional as F


def distance_table(kind, x, y):
    """Distances of every row of x to every row of y."""
    if kind == "correlation":
        x, y = x - x.mean(1, keepdim=True), y - y.mean(1, keepdim=True)
    if kind in ("cosine", "correlation"):
        return 1 - F.normalize(x) @ F.normalize(y).T
    gap = x[:, None] - y[None]
    if kind == "manhattan":
        return gap.abs().sum(2)
    squared = (gap * gap).sum(2)
    if kind == "squared-euclidean":
        return squared
    # The diagonal is never used; one inside the root keeps its gradient finite.
    return torch.where(squared > 0, squared, torch.ones_like(squared)).sqrt() * (squared > 0)


def pair_loss(loss, d, same):
    (name, options), = loss.items()
    if name == "contrastive":
        near = (d - options["genuineMargin"]).clamp(min=0) ** 2
        far = (options["margin"] - d).clamp(min=0) ** 2
        return torch.where(same, near, far).mean()
    if name == "cosineEmbedding":
        return torch.where(same, d, (1 - d - options["margin"]).clamp(min=0)).mean()
    if name == "crossEntropy":
        return F.binary_cross_entropy_with_logits(options["margin"] - d, same.to(d.dtype))
    raise ValueError(name)


def class_loss(loss, x, labels):
    (name, options), = loss.items()
    n = len(labels)
    equal = labels[:, None] == labels[None]
    positive, negative = equal & ~torch.eye(n, dtype=bool), ~equal
    d = distance_table(options.get("distance", "cosine"), x, x)
    if name == "triplet":
        margin, mining, soft = options["margin"], options["mining"], options["isSoft"]
        term = F.softplus if soft else lambda gap: (gap + margin).clamp(min=0)
        if mining == "batch-hard":
            farthest = d.masked_fill(~positive, -torch.inf).max(1).values
            nearest = d.masked_fill(~negative, torch.inf).min(1).values
            return term(farthest - nearest).mean()
        gap = d[:, :, None] - d[:, None, :]
        mask = positive[:, :, None] & negative[:, None, :]
        if mining == "semi-hard":
            mask = mask & (gap < 0) & (gap > -margin)
        terms = term(gap)[mask]
        return terms.sum() / max(1, int((terms > 0).sum()))
    similarity = 1 - d
    if name == "supervisedContrastive":
        logits = (similarity / options["temperature"]).masked_fill(torch.eye(n, dtype=bool), -torch.inf)
        log_probability = logits - torch.logsumexp(logits, 1, keepdim=True)
        each = [-log_probability[i][positive[i]].mean() for i in range(n) if positive[i].any()]
        return torch.stack(each).mean()
    if name == "multiSimilarity":
        alpha, beta, base, mining = (options[key] for key in ("alpha", "beta", "base", "miningMargin"))
        if mining is not None:
            hardest = similarity.masked_fill(~positive, torch.inf).min(1, keepdim=True).values
            closest = similarity.masked_fill(~negative, -torch.inf).max(1, keepdim=True).values
            positive, negative = positive & (similarity - mining < closest), negative & (similarity + mining > hardest)
        near = torch.exp(-alpha * (similarity - base)).mul(positive).sum(1)
        far = torch.exp(beta * (similarity - base)).mul(negative).sum(1)
        return (torch.log1p(near) / alpha + torch.log1p(far) / beta).mean()
    # A pairwise loss over all pairs.
    left, right = torch.triu_indices(n, n, offset=1)
    return pair_loss(loss, d[left, right], equal[left, right])


CONTRASTIVE = {"contrastive": {"margin": 1.0, "genuineMargin": 0.0, "distance": "euclidean"}}


def twin_loss(loss, x, same):
    n = len(same)
    (name, options), = loss.items()
    d = distance_table(options.get("distance", "cosine"), x[:n], x[n:]).diagonal()
    return pair_loss(loss, d, same)


def cases():
    for kind in ("euclidean", "squared-euclidean", "manhattan", "cosine", "correlation"):
        yield "contrastive-" + kind, {"contrastive": {"margin": 1.5, "genuineMargin": 0.25, "distance": kind}}
        yield "triplet-" + kind, {"triplet": {"margin": 0.5, "mining": "batch-all", "isSoft": False, "distance": kind}}
    for mining in ("batch-all", "semi-hard", "batch-hard"):
        for soft in (False, True):
            if mining == "semi-hard" and soft:
                continue
            options = {"margin": 0.3, "mining": mining, "isSoft": soft, "distance": "euclidean"}
            yield f"triplet-{mining}" + ("-soft" if soft else ""), {"triplet": options}
    yield "cross-entropy", {"crossEntropy": {"margin": 2.0, "distance": "euclidean"}}
    yield "cosine-embedding", {"cosineEmbedding": {"margin": 0.1}}
    for temperature in (0.07, 0.5):
        yield f"supervised-contrastive-{temperature}", {"supervisedContrastive": {"temperature": temperature}}
    for mining in (None, 0.1):
        options = {"alpha": 2.0, "beta": 50.0, "base": 0.5, "miningMargin": mining}
        yield "multi-similarity" + ("-mined" if mining else ""), {"multiSimilarity": options}
