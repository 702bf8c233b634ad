"""Writes the fixtures that `swift test` holds both engines and the losses against: see README.md."""

import json
import pathlib

import numpy
import torch

import losses
import networks
import pairs
from figures import write_figures
from safetensors_file import write

OUT = pathlib.Path(__file__).parent / "data"
TEN = 10


def as_single(tensor):
    """What f32 keeps, in double: the fixture's inputs are exactly these."""
    return tensor.float().double()


def prepare(module, images):
    module.double().train()
    with torch.no_grad():
        module(images)  # fills lazy layers
        for name, value in module.state_dict().items():
            if name.endswith("running_mean"):
                value.zero_()
            elif name.endswith("running_var"):
                value.fill_(1)
            elif name.endswith("num_batches_tracked"):
                continue
            else:
                if value.dim() == 1:
                    # Scales and shifts away from one and zero.
                    value.add_(torch.rand_like(value) * 0.2 - 0.1)
                value.copy_(as_single(value))


def named(module):
    return {k: v.clone() for k, v in module.state_dict().items() if not k.endswith("num_batches_tracked")}


def pass_through(module, images):
    """Weights, one training pass with every gradient, the statistics it moved, and inference after it."""
    tensors = {"images": images}
    tensors |= {"parameter/" + k: v for k, v in named(module).items()}
    start = module.state_dict()
    start = {k: v.clone() for k, v in start.items()}
    x = images.clone().requires_grad_()
    output = module(x)
    seed = as_single(torch.rand_like(output) * 2 - 1)
    output.backward(seed)
    tensors |= {"output": output, "seed": seed, "image_gradient": x.grad}
    tensors |= {"gradient/" + k: p.grad for k, p in module.named_parameters()}
    tensors |= {"running/" + k: v for k, v in named(module).items() if "running" in k}
    module.eval()
    with torch.no_grad():
        tensors["inference"] = module(images)
    module.train()
    module.load_state_dict(start)
    return tensors


def ten_losses(module, images, optimizer, steps=TEN, watch=lambda: None):
    same = torch.arange(len(images) // 2) % 2 == 0
    found = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = losses.twin_loss(losses.CONTRASTIVE, module(images), same)
        loss.backward()
        watch()
        optimizer.step()
        found.append(loss.item())
    return numpy.array(found)


def write_layers():
    for index, (name, layers, module) in enumerate(networks.layer_cases()):
        torch.manual_seed(100 + index)
        images = as_single(torch.randn(3, 2, 7, 6))
        prepare(module, images)
        spec = {"name": name, "input": "2x7x6", "layers": layers}
        write(OUT / f"layer-{name}.safetensors", {"spec": json.dumps(spec)}, pass_through(module, images))


def write_presets():
    for index, (name, (build, factor, shape)) in enumerate(networks.PRESETS.items()):
        torch.manual_seed(200 + index)
        images = as_single(torch.randn(4, *shape))
        module = build(factor)
        prepare(module, images)
        tensors = pass_through(module, images)
        tensors["losses"] = ten_losses(module, images, torch.optim.Adam(module.parameters(), lr=1e-3))
        metadata = {"preset": name, "factor": factor, "input": "x".join(map(str, shape))}
        write(OUT / f"preset-{name}.safetensors", metadata, tensors)
    for index, (name, module) in enumerate(networks.resnet_options()):
        torch.manual_seed(300 + index)
        images = as_single(torch.randn(4, 3, 32, 32))
        prepare(module, images)
        write(OUT / f"options-{name}.safetensors", {"input": "3x32x32"}, pass_through(module, images))


def named_pair(module):
    """As the network's parts are named: the left one's parameters carry no prefix."""
    return {k.removeprefix("left."): v for k, v in named(module).items()}


def pair_loss(embeddings, logits, same):
    if logits is None:
        return losses.twin_loss(losses.CONTRASTIVE, embeddings, same)
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, same.to(logits.dtype))


def write_pairs():
    for index, (name, spec, statistics, module) in enumerate(pairs.cases()):
        torch.manual_seed(600 + index)
        count = 5
        images = as_single(torch.randn(2 * count, 2, 7, 6))
        prepare(module, images)
        tensors = {"images": images} | {"parameter/" + k: v for k, v in named_pair(module).items()}
        start = {k: v.clone() for k, v in module.state_dict().items()}
        x = images.clone().requires_grad_()
        embeddings, logits = module(x)
        judged = embeddings if logits is None else logits
        seed = as_single(torch.rand_like(judged) * 2 - 1)
        judged.backward(seed)
        tensors |= {"output": embeddings, "seed": seed, "image_gradient": x.grad}
        tensors |= {"gradient/" + k.removeprefix("left."): p.grad for k, p in module.named_parameters()}
        tensors |= {"running/" + k: v for k, v in named_pair(module).items() if "running" in k}
        module.eval()
        with torch.no_grad():
            inference, similarity = module(images)
        tensors["inference"] = inference
        if logits is not None:
            tensors |= {"logits": logits, "inference_logits": similarity}
        module.train()
        module.load_state_dict(start)
        same = torch.arange(count) % 2 == 0
        optimizer = torch.optim.Adam(module.parameters(), lr=1e-3)
        found = []
        for _ in range(TEN):
            optimizer.zero_grad()
            loss = pair_loss(*module(images), same)
            loss.backward()
            optimizer.step()
            found.append(loss.item())
        tensors["losses"] = numpy.array(found)
        write(OUT / f"pair-{name}.safetensors", {"spec": json.dumps(spec), "statistics": statistics}, tensors)


def write_optimizers():
    o = torch.optim
    for name, spec, build in [
        ("sgd", {"sgd": {"momentum": 0.9, "nesterov": False, "weightDecay": 0.01}}, lambda p, r: o.SGD(p, r, momentum=0.9, weight_decay=0.01)),
        ("sgd-plain", {"sgd": {"momentum": 0, "nesterov": False, "weightDecay": 0}}, lambda p, r: o.SGD(p, r)),
        ("sgd-nesterov", {"sgd": {"momentum": 0.8, "nesterov": True, "weightDecay": 0}}, lambda p, r: o.SGD(p, r, momentum=0.8, nesterov=True)),
        ("adam", {"adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.01}}, lambda p, r: o.Adam(p, r, weight_decay=0.01)),
        ("adamw", {"adamW": {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "weightDecay": 0.1}}, lambda p, r: o.AdamW(p, r, betas=(0.9, 0.99), weight_decay=0.1)),
        ("rmsprop", {"rmsProp": {"alpha": 0.99, "epsilon": 1e-8, "momentum": 0, "weightDecay": 0.01}}, lambda p, r: o.RMSprop(p, r, weight_decay=0.01)),
        ("rmsprop-momentum", {"rmsProp": {"alpha": 0.9, "epsilon": 1e-6, "momentum": 0.5, "weightDecay": 0}}, lambda p, r: o.RMSprop(p, r, alpha=0.9, eps=1e-6, momentum=0.5)),
    ]:
        torch.manual_seed(400)
        images = as_single(torch.randn(8, 1, 20, 20))
        module = networks.conv4(16)
        prepare(module, images)
        tensors = {"images": images} | {"parameter/" + k: v for k, v in named(module).items()}
        rate = 2.0**-8  # exact in f32
        optimizer = build(module.parameters(), rate)
        coupled = 0 if isinstance(optimizer, o.AdamW) else optimizer.defaults["weight_decay"]
        largest = {k: torch.zeros_like(p) for k, p in named(module).items() if "running" not in k}

        def watch():
            """The largest numbers that the rule makes its steps of."""
            for k, p in module.named_parameters():
                largest[k] = torch.maximum(largest[k], (p.grad + coupled * p.detach()).abs())

        tensors["losses"] = ten_losses(module, images, optimizer, watch=watch)
        tensors |= {"largest_gradient/" + k: v for k, v in largest.items()}
        tensors |= {"trained/" + k: v for k, v in named(module).items()}
        metadata = {"preset": "conv4", "factor": 16, "input": "1x20x20", "optimizer": json.dumps(spec), "rate": rate}
        write(OUT / f"optimizer-{name}.safetensors", metadata, tensors)


def write_losses():
    for index, (name, loss) in enumerate(losses.cases()):
        torch.manual_seed(500 + index)
        x = as_single(torch.randn(12, 11) * 0.4).requires_grad_()
        labels = torch.tensor([0, 1, 2, 3] * 3)
        value = losses.class_loss(loss, x, labels)
        value.backward()
        tensors = {"embeddings": x, "labels": labels.float(), "value": value.reshape(1), "gradient": x.grad}
        if next(iter(loss)) in ("contrastive", "crossEntropy", "cosineEmbedding"):
            y = x.detach().clone().requires_grad_()
            same = torch.tensor([True, False, False, True, False, True])
            twins = losses.twin_loss(loss, y, same)
            twins.backward()
            tensors |= {"same": same.float(), "twins_value": twins.reshape(1), "twins_gradient": y.grad}
        write(OUT / f"loss-{name}.safetensors", {"loss": json.dumps(loss)}, tensors)


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    write_layers()
    write_presets()
    write_pairs()
    write_optimizers()
    write_losses()
    write_figures(OUT)
    print(sum(file.stat().st_size for file in OUT.iterdir()), "bytes")
