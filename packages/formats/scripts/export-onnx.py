"""Writes networks of PyTorch with seeded random weights as ONNX files, to be read by `bench/imported.ts`.

    python packages/formats/scripts/export-onnx.py <folder>

Needs torch and onnx; onnxscript too for the exporter that PyTorch takes by default today. The architectures are written
here from their papers, smaller where that changes no kind of layer. Each goes out at several opsets, by both exporters:
`<network>-<opset>.onnx` (TorchScript) and `<network>-<opset>-dynamo.onnx`.
"""

import sys
from pathlib import Path

import torch
from torch import nn


def conv_norm(inputs, outputs, size, stride=1, groups=1, activation=nn.ReLU):
    layers = [
        nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, *([activation()] if activation else []))


class ResNet(nn.Module):
    """ResNet-18 at half width (He et al. 2016, arXiv:1512.03385)."""

    class Block(nn.Module):
        def __init__(self, inputs, outputs, stride):
            super().__init__()
            self.first = conv_norm(inputs, outputs, 3, stride)
            self.second = conv_norm(outputs, outputs, 3, activation=None)
            changes = stride > 1 or inputs != outputs
            self.shortcut = conv_norm(inputs, outputs, 1, stride, activation=None) if changes else nn.Identity()

        def forward(self, x):
            return torch.relu(self.second(self.first(x)) + self.shortcut(x))

    def __init__(self, classes=7):
        super().__init__()
        self.stem = conv_norm(3, 32, 7, 2)
        self.pool = nn.MaxPool2d(3, 2, 1)
        blocks, inputs = [], 32
        for width, stride in ((32, 1), (64, 2), (128, 2), (256, 2)):
            blocks += [self.Block(inputs, width, stride), self.Block(width, width, 1)]
            inputs = width
        self.blocks = nn.Sequential(*blocks)
        self.head = nn.Linear(256, classes)

    def forward(self, x):
        x = self.blocks(self.pool(self.stem(x)))
        return self.head(torch.flatten(nn.functional.adaptive_avg_pool2d(x, 1), 1))


class Vgg(nn.Module):
    """VGG13 as FER+ has it (Barsoum et al. 2016, arXiv:1608.01041): 64×64 gray in 0..255, scaled inside."""

    def __init__(self, classes=8):
        super().__init__()
        layers, inputs = [], 1
        for width, count in ((64, 2), (128, 2), (256, 3), (256, 3)):
            for _ in range(count):
                layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU()]
                inputs = width
            layers += [nn.MaxPool2d(2), nn.Dropout(0.25)]
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(
            nn.Linear(256 * 16, 512), nn.ReLU(), nn.Dropout(0.5), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, classes)
        )

    def forward(self, x):
        x = self.features((x - 127.5) / 127.5)
        return torch.softmax(self.classifier(x.view(x.size(0), -1)), 1)


class SqueezeExcite(nn.Module):
    def __init__(self, channels, reduced, activation, gate):
        super().__init__()
        self.reduce, self.expand = nn.Conv2d(channels, reduced, 1), nn.Conv2d(reduced, channels, 1)
        self.activation, self.gate = activation(), gate()

    def forward(self, x):
        scale = self.activation(self.reduce(x.mean((2, 3), keepdim=True)))
        return x * self.gate(self.expand(scale))


class Inverted(nn.Module):
    """An inverted residual: wide, depthwise, squeeze-and-excite, narrow."""

    def __init__(self, inputs, wide, outputs, size, stride, activation, squeeze):
        super().__init__()
        layers = [conv_norm(inputs, wide, 1, activation=activation)] if wide != inputs else []
        layers += [conv_norm(wide, wide, size, stride, wide, activation)]
        layers += [squeeze(wide)] if squeeze else []
        self.layers = nn.Sequential(*layers, conv_norm(wide, outputs, 1, activation=None))
        self.is_residual = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.layers(x) if self.is_residual else self.layers(x)


class MobileNetV3(nn.Module):
    """MobileNetV3-Small (Howard et al. 2019, arXiv:1905.02244), 112×112."""

    ROWS = (
        (3, 16, 16, True, nn.ReLU, 2),
        (3, 72, 24, False, nn.ReLU, 2),
        (3, 88, 24, False, nn.ReLU, 1),
        (5, 96, 40, True, nn.Hardswish, 2),
        (5, 240, 40, True, nn.Hardswish, 1),
        (5, 120, 48, True, nn.Hardswish, 1),
        (5, 288, 96, True, nn.Hardswish, 2),
        (5, 576, 96, True, nn.Hardswish, 1),
    )

    def __init__(self, classes=7):
        super().__init__()
        layers, inputs = [conv_norm(3, 16, 3, 2, activation=nn.Hardswish)], 16
        for size, wide, outputs, squeezes, activation, stride in self.ROWS:
            squeeze = lambda channels: SqueezeExcite(channels, max(8, channels // 4), nn.ReLU, nn.Hardsigmoid)
            layers.append(Inverted(inputs, wide, outputs, size, stride, activation, squeeze if squeezes else None))
            inputs = outputs
        self.features = nn.Sequential(*layers, conv_norm(96, 576, 1, activation=nn.Hardswish))
        self.classifier = nn.Sequential(nn.Linear(576, 1024), nn.Hardswish(), nn.Dropout(0.2), nn.Linear(1024, classes))

    def forward(self, x):
        return self.classifier(torch.flatten(nn.AdaptiveAvgPool2d(1)(self.features(x)), 1))


class EfficientNet(nn.Module):
    """EfficientNet-B0 (Tan and Le 2019, arXiv:1905.11946), every stage at half its depth, 112×112."""

    ROWS = ((1, 16, 1, 3, 1), (6, 24, 1, 3, 2), (6, 40, 1, 5, 2), (6, 80, 2, 3, 2), (6, 112, 2, 5, 1), (6, 192, 2, 5, 2))

    def __init__(self, classes=7):
        super().__init__()
        layers, inputs = [conv_norm(3, 32, 3, 2, activation=nn.SiLU)], 32
        for factor, outputs, count, size, stride in self.ROWS:
            for index in range(count):
                reduced = max(1, inputs // 4)
                squeeze = lambda channels: SqueezeExcite(channels, reduced, nn.SiLU, nn.Sigmoid)
                step = stride if index == 0 else 1
                layers.append(Inverted(inputs, inputs * factor, outputs, size, step, nn.SiLU, squeeze))
                inputs = outputs
        self.features = nn.Sequential(*layers, conv_norm(192, 640, 1, activation=nn.SiLU))
        self.head = nn.Linear(640, classes)

    def forward(self, x):
        return self.head(self.features(x).mean([2, 3]))


class MobileFaceNet(nn.Module):
    """MobileFaceNet (Chen et al. 2018, arXiv:1804.07573) with a classifier, 112×112: PReLU and a global depthwise end."""

    ROWS = ((2, 64, 5, 2), (4, 128, 1, 2), (2, 128, 6, 1), (4, 128, 1, 2), (2, 128, 2, 1))

    def __init__(self, classes=7):
        super().__init__()
        prelu = lambda channels: (lambda: nn.PReLU(channels))
        layers = [
            conv_norm(3, 64, 3, 2, activation=prelu(64)),
            conv_norm(64, 64, 3, groups=64, activation=prelu(64)),
        ]
        inputs = 64
        for factor, outputs, count, stride in self.ROWS:
            for index in range(count):
                wide = inputs * factor
                layers.append(Inverted(inputs, wide, outputs, 3, stride if index == 0 else 1, prelu(wide), None))
                inputs = outputs
        self.features = nn.Sequential(*layers, conv_norm(128, 512, 1, activation=prelu(512)))
        self.whole = nn.Sequential(nn.Conv2d(512, 512, 7, groups=512, bias=False), nn.BatchNorm2d(512))
        self.point = nn.Sequential(nn.Conv2d(512, 128, 1, bias=False), nn.BatchNorm2d(128))
        self.flatten, self.head = nn.Flatten(), nn.Linear(128, classes)

    def forward(self, x):
        return torch.softmax(self.head(self.flatten(self.point(self.whole(self.features(x))))), -1)


NETWORKS = {
    "resnet18": (ResNet, (3, 112, 112)),
    "vgg13-ferplus": (Vgg, (1, 64, 64)),
    "mobilenet-v3": (MobileNetV3, (3, 112, 112)),
    "efficientnet": (EfficientNet, (3, 112, 112)),
    "mobilefacenet": (MobileFaceNet, (3, 112, 112)),
}
OPSETS = (11, 13, 17, 20)
DYNAMO_OPSETS = (18, 20)


def randomised(network):
    """Weights under which numbers keep their size, and statistics of batch-norm that are not 0 and 1."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight)
            if module.bias is not None:
                nn.init.uniform_(module.bias, -0.1, 0.1)
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.8, 1.2)
            nn.init.uniform_(module.bias, -0.1, 0.1)
            nn.init.uniform_(module.running_mean, -0.1, 0.1)
            nn.init.uniform_(module.running_var, 0.8, 1.2)
        if isinstance(module, nn.PReLU):
            nn.init.uniform_(module.weight, 0.1, 0.4)
    # Residual sums grow with random weights, until one answer is all there is.
    heads = [module for module in network.modules() if isinstance(module, nn.Linear)]
    with torch.no_grad():
        picture = torch.rand(4, *network.shape) * network.range
        logits = {}
        heads[-1].register_forward_hook(lambda _m, _i, output: logits.update(out=output))
        network(picture)
        heads[-1].weight /= logits["out"].std()
        heads[-1]._forward_hooks.clear()
    return network


def export(network, path, opset, dynamo):
    picture = torch.rand(1, *network.shape) * network.range
    names = dict(input_names=["input"], output_names=["output"])
    if dynamo:
        batch = {"dynamic_shapes": ({0: torch.export.Dim("batch")},), "external_data": False}
    else:
        batch = {"dynamic_axes": {"input": {0: "batch"}, "output": {0: "batch"}}}
    torch.onnx.export(network, (picture,), path, opset_version=opset, dynamo=dynamo, **names, **batch)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, (build, shape) in NETWORKS.items():
        torch.manual_seed(1)
        network = build()
        network.shape, network.range = shape, 255.0 if name.endswith("ferplus") else 1.0
        network = randomised(network.eval())
        for dynamo, opsets in ((False, OPSETS), (True, DYNAMO_OPSETS)):
            for opset in opsets:
                path = folder / f"{name}-{opset}{'-dynamo' if dynamo else ''}.onnx"
                try:
                    export(network, str(path), opset, dynamo)
                except Exception as error:  # An exporter that is not there, or an opset that it no longer writes.
                    print(f"{path.name}: {type(error).__name__}: {str(error).splitlines()[0]}", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
