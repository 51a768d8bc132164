"""Writes mini_XCEPTION as it is published, a whole model of Keras 2 with suffixed names, and scores it by Keras itself.

The network is that of arXiv:1710.07557 for 64x64 pictures in -1..1, with our weights, which are for 48x48 in 0..1: what it
scores is less than with pictures of 48x48 (give 48 for those), but must be what `fer evaluate` gives. It is saved as the
published file came to be: by a session in which another network had the names. Keras 2 (tf_keras 2.21, tensorflow-cpu):

    fer weights convert mini-xception mini-xception.safetensors
    python packages/formats/scripts/make-mini-xception.py mini-xception.safetensors fer2013.tar.gz mini_xception.h5
    fer weights convert mini_xception.h5 out --input xception-pm1
    fer evaluate --weights out --data fer2013.tar.gz --split public --json
"""

import csv
import io
import json
import os
import sys
import tarfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
import tf_keras as keras
from tf_keras import layers
from tf_keras.src import backend

WEIGHTS, DATA, OUT = sys.argv[1:4]
SIDE = int(sys.argv[4]) if len(sys.argv) > 4 else 64
CLASSES = 7


def mini_xception():
    """The layers in the order of ours, whose names come from their places."""
    names = {}

    def named(name, layer):
        names[name] = layer
        return layer

    def separable(x, name, filters):
        return named(name, layers.SeparableConv2D(filters, 3, padding="same", use_bias=False))(x)

    def normalised(x, name):
        return named(name, layers.BatchNormalization())(x)

    picture = layers.Input((SIDE, SIDE, 1))
    x = picture
    for index in (1, 2):
        regularizer = keras.regularizers.l2(0.01)
        x = named(f"conv{index}", layers.Conv2D(8, 3, use_bias=False, kernel_regularizer=regularizer))(x)
        x = layers.Activation("relu")(normalised(x, f"bn{index}"))
    for index, filters in enumerate((16, 32, 64, 128), 1):
        module = f"module{index}"
        shortcut = named(f"{module}_shortcut", layers.Conv2D(filters, 1, strides=2, padding="same", use_bias=False))(x)
        shortcut = normalised(shortcut, f"{module}_shortcut_bn")
        x = normalised(separable(x, f"{module}_separable1", filters), f"{module}_bn1")
        x = layers.Activation("relu")(x)
        x = normalised(separable(x, f"{module}_separable2", filters), f"{module}_bn2")
        x = layers.add([layers.MaxPooling2D(3, strides=2, padding="same")(x), shortcut])
    x = named("conv_last", layers.Conv2D(CLASSES, 3, padding="same"))(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(picture, layers.Activation("softmax", name="predictions")(x)), names


def read_safetensors(path):
    """https://huggingface.co/docs/safetensors: the length of a JSON header, the header, the numbers."""
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        numbers = file.read()
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(numbers[slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"])
        for name, entry in header.items()
    }


def take_weights(named, tensors):
    for name, layer in named.items():
        values = [tensors[f"{name}/{w.name.split('/')[-1].split(':')[0]}"].copy() for w in layer.weights]
        if name == "conv1" and SIDE == 64:
            # x in -1..1 is 2 x' - 1 of x' in 0..1; what is constant the normalisation takes in.
            values[0] /= 2
        if name == "bn1" and SIDE == 64:
            values[2] = values[2] - tensors["conv1/kernel"].sum((0, 1, 2)) / 2
        layer.set_weights(values)


def read_split(usage):
    with tarfile.open(DATA) as archive:
        member = next(m for m in archive if m.name.endswith("fer2013.csv"))
        rows = [r for r in csv.DictReader(io.TextIOWrapper(archive.extractfile(member))) if r["Usage"] == usage]
    pixels = np.stack([np.array(r["pixels"].split(), np.float32) for r in rows]).reshape(-1, 48, 48, 1)
    return pixels, np.array([int(r["emotion"]) for r in rows])


def enlarge(pixels):
    """Half-pixel bilinear, and then to the range of the network."""
    return tf.image.resize(pixels, (SIDE, SIDE)).numpy() / 127.5 - 1 if SIDE == 64 else pixels / 255


def top1(model, pixels, labels):
    return float((model.predict(enlarge(pixels), batch_size=256, verbose=0).argmax(1) == labels).mean())


def save_suffixed(trained):
    """Built second in its session, so that names of weights get a suffix that names of layers do not have."""
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        backend.set_session(session)
        backend.reset_uids()
        mini_xception()
        backend.reset_uids()
        model, _ = mini_xception()
        model.compile(optimizer="adam", loss="categorical_crossentropy")
        model.set_weights(trained)
        model.save(OUT)
        return [weight.name for weight in model.weights]


model, named = mini_xception()
take_weights(named, read_safetensors(WEIGHTS))
print("top-1 on PublicTest by Keras", top1(model, *read_split("PublicTest")))
print("weights are called", save_suffixed(model.get_weights())[:2])
