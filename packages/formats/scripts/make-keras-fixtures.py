"""Writes the files of src/keras/__fixtures__: small networks with random weights, made by Keras itself.

Keras 3 (keras 3.15, tensorflow-cpu) and Keras 2 (tf_keras 2.21), h5py 3:

    python packages/formats/scripts/make-keras-fixtures.py packages/formats/src/keras/__fixtures__
"""

import gzip
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import h5py
import keras
import numpy as np
import tf_keras

OUT = sys.argv[1]
SHAPE = (12, 10, 1)
os.makedirs(OUT, exist_ok=True)
random = np.random.default_rng(1)
PICTURE = random.random((1, *SHAPE), dtype=np.float32)


def path(name):
    return os.path.join(OUT, name)


def randomise(model):
    """Weights that are nobody's default, so that one left out or put elsewhere is seen."""
    for weight in model.weights:
        low = 0.5 if "variance" in weight.name or "gamma" in weight.name else -0.5
        weight.assign(random.uniform(low, low + 1, weight.shape).astype(np.float32))


def many_layers(k):
    """Every layer that an importer is to know, functional, with branches."""
    layers = k.layers
    picture = layers.Input(SHAPE)
    x = layers.ZeroPadding2D(((1, 0), (0, 2)))(picture)
    x = layers.Conv2D(4, 3, padding="same", kernel_regularizer=k.regularizers.l2(0.01), use_bias=False)(x)
    x = layers.BatchNormalization(scale=False)(x)
    x = layers.ReLU()(x)
    left = layers.SeparableConv2D(6, 3, padding="same")(x)
    left = layers.BatchNormalization(epsilon=1e-4)(left)
    left = layers.MaxPooling2D(3, strides=2, padding="same")(left)
    right = layers.Conv2D(6, 1, strides=2, padding="same", activation="elu")(x)
    x = layers.Add()([left, right])
    x = layers.DepthwiseConv2D(3, depth_multiplier=2, padding="same")(x)
    x = layers.LeakyReLU(0.2)(x)
    scale = layers.GlobalAveragePooling2D()(x)
    scale = layers.Dense(12, activation="sigmoid")(scale)
    scale = layers.Reshape((1, 1, 12))(scale)
    x = layers.Multiply()([x, scale])
    y = layers.PReLU(shared_axes=[1, 2])(x)
    x = layers.Concatenate()([x, y])
    x = layers.AveragePooling2D(2)(x)
    x = layers.Dropout(0.3)(x)
    x = layers.Conv2D(7, 2, activity_regularizer=k.regularizers.l2(0.01))(x)
    x = layers.GlobalAveragePooling2D()(x)
    return k.Model(picture, layers.Activation("softmax")(x))


def tutorial(k):
    """The tutorial's form: sequential, flatten, dense."""
    layers = k.layers
    return k.Sequential(
        [
            layers.Input(SHAPE),
            layers.Conv2D(4, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(8, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(7, activation="softmax"),
        ]
    )


def transfer(k):
    """Models inside of a model: a frozen base, a block that is trained, and a head, with names that they share."""
    layers = k.layers
    picture = layers.Input(SHAPE)
    x = layers.Conv2D(4, 3, padding="same", use_bias=False, name="conv")(picture)
    x = layers.ReLU()(layers.BatchNormalization(name="norm")(x))
    base = k.Model(picture, x, name="base")
    base.trainable = False
    block = [
        layers.DepthwiseConv2D(3, name="depthwise"),
        layers.BatchNormalization(name="norm"),
        layers.Conv2D(6, 1, activation="relu", name="conv"),
    ]
    inner = k.Sequential([layers.Dense(8, activation="relu", name="hidden"), layers.Dropout(0.2)], name="inner")
    outer = layers.Input(SHAPE)
    x = layers.Rescaling(2.0, offset=-1.0)(outer)
    x = k.Sequential(block, name="block")(base(x, training=False))
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(5, 3, name="conv")(x))
    head = k.Sequential([inner, layers.Dense(7, activation="softmax", name="dense")], name="head")
    return k.Model(outer, head(x))


def text(name):
    return name.decode() if isinstance(name, bytes) else name


def suffix_names(name):
    """Keras before 2.3 in one session with other networks: `conv2d_1_1/kernel:0` inside of the group `conv2d_1`."""
    with h5py.File(path(name), "r+") as file:
        weights = file["model_weights"]
        for layer in weights.attrs["layer_names"]:
            group = weights[text(layer)]
            names = [text(weight) for weight in group.attrs["weight_names"]]
            renamed = [f"{weight.split('/')[0]}_1/{weight.split('/', 1)[1]}" for weight in names]
            arrays = [np.asarray(group[weight]) for weight in names]
            for key in list(group):
                del group[key]
            for weight, array in zip(renamed, arrays):
                group[weight] = array
            group.attrs["weight_names"] = [weight.encode() for weight in renamed]


def train_a_step(model):
    """So that there are optimizer weights, which are nobody's business."""
    model.compile(optimizer="sgd", loss="categorical_crossentropy")
    model.fit(PICTURE, np.eye(7, dtype=np.float32)[:1], verbose=0)


def rewrite(source, target, libver, strings, **storage):
    """The same content in another dress of HDF5."""

    def copy(of, to):
        for key, value in of.attrs.items():
            if isinstance(value, (str, bytes)) and strings == "fixed":
                value = np.bytes_(value)
            to.attrs[key] = value
        for key, item in of.items():
            if isinstance(item, h5py.Group):
                copy(item, to.create_group(key))
            elif item.ndim:
                made = to.create_dataset(key, data=item[()], **storage)
                made.attrs.update(item.attrs)
            else:
                to[key] = item[()]

    with h5py.File(path(source), "r") as of, h5py.File(path(target), "w", libver=libver) as to:
        copy(of, to)


expected = {}


def record(name, model):
    expected[name] = [float(p) for p in np.asarray(model(PICTURE))[0]]


for k, version in ((tf_keras, "keras2"), (keras, "keras3")):
    model = many_layers(k)
    train_a_step(model)
    randomise(model)
    record(f"{version}-many", model)
    model.save(path(f"{version}-many.h5"))

    model = tutorial(k)
    randomise(model)
    record(f"{version}-tutorial", model)
    with open(path(f"{version}-tutorial.json"), "w") as file:
        file.write(model.to_json())
    if version == "keras2":
        model.save_weights(path("keras2-tutorial.h5"))
    else:
        model.save_weights(path("keras3-tutorial.weights.h5"))
        model.save(path("keras3-tutorial.keras"))

suffix_names("keras2-many.h5")
model = many_layers(keras)
train_a_step(model)
randomise(model)
record("keras3-many-zip", model)
model.save(path("keras3-many-zip.keras"))

for k, version in ((tf_keras, "keras2"), (keras, "keras3")):
    model = transfer(k)
    randomise(model)
    record(f"{version}-transfer", model)
    model.save(path(f"{version}-transfer.h5"))
model.save(path("keras3-transfer-zip.keras"))

rewrite("keras2-many.h5", "latest.h5", "latest", "variable")
rewrite("keras2-tutorial.h5", "chunked.h5", "earliest", "fixed", compression="gzip", chunks=True, shuffle=True)
rewrite("keras2-many.h5", "latest-chunked.h5", "latest", "fixed", compression="gzip", chunks=True, fletcher32=True)

with open(path("expected.json"), "w") as file:
    json.dump({"picture": [float(p) for p in PICTURE.ravel()], "probabilities": expected}, file)

# HDF5 of small datasets is nearly all zeros.
for name in os.listdir(OUT):
    if name.endswith((".h5", ".keras")):
        with open(path(name), "rb") as file, open(path(name + ".gz"), "wb") as packed:
            packed.write(gzip.compress(file.read(), mtime=0))
        os.remove(path(name))
