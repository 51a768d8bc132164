"""Writes the files of src/safetensors/__fixtures__: a small network with random weights, made by PyTorch itself.

torch 2, safetensors 0.5:

    python packages/formats/scripts/make-pytorch-fixtures.py packages/formats/src/safetensors/__fixtures__
"""

import json
import os
import sys

import torch
from safetensors.torch import save_file
from torch import nn

OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
torch.manual_seed(1)


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 4, 3, stride=2, padding=1),  # of an even side: Keras would pad otherwise
            nn.BatchNorm2d(4),
            nn.PReLU(4),
            nn.Conv2d(4, 8, 3, padding=1, groups=4),  # depthwise, two filters a channel
            nn.Conv2d(8, 6, 1, bias=False),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(nn.Dropout(), nn.Linear(6 * 3 * 2, 5))

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


network = Network().eval()
with torch.no_grad():
    for name, tensor in network.state_dict().items():
        if tensor.is_floating_point():
            # Small variances, so that a wrong epsilon is seen.
            tensor.uniform_(1e-4, 1e-3) if "running_var" in name else tensor.uniform_(-0.5, 0.5)
    picture = torch.rand(1, 1, 12, 10)
    expected = torch.softmax(network(picture), 1)[0]

save_file(network.state_dict(), os.path.join(OUT, "pytorch.safetensors"), metadata={"format": "pt"})
with open(os.path.join(OUT, "pytorch.json"), "w") as file:
    json.dump({"picture": picture.flatten().tolist(), "probabilities": expected.tolist()}, file)
