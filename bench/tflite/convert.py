"""Writes a network as .tflite files, one for each batch size: of `../make-tflite.ts`, which says how it is called.

    python convert.py <network.json> <weights.bin> <batch>=<file.tflite> ...

The JSON is a resolved graph (`@fer/graph`), the weights are all its tensors, float32, in its order. Only the layers of
the benchmarks' networks are known.
"""

import json
import sys

import numpy as np
import tensorflow as tf

ACTIVATIONS = {"linear": tf.identity, "relu": tf.nn.relu, "softmax": tf.nn.softmax}


def compute(layer, inputs, weights):
    x = inputs[0]
    kind = layer["type"]
    tensors = {weight["role"]: weights[weight["name"]] for weight in layer["weights"]}
    if "window" in layer:
        strides, padding = layer["window"]["strides"], layer["window"]["padding"].upper()
    if kind in ("conv2d", "dense"):
        y = tf.nn.conv2d(x, tensors["kernel"], strides, padding) if kind == "conv2d" else x @ tensors["kernel"]
    elif kind == "separableConv2d":
        y = tf.nn.depthwise_conv2d(x, tensors["depthwiseKernel"], [1, *strides, 1], padding)
        y = tf.nn.conv2d(y, tensors["kernel"], 1, "VALID")
    elif kind == "batchNormalization":
        # As convolution and addition fuse with it.
        scale = tensors["gamma"] / np.sqrt(tensors["movingVariance"] + np.float32(layer["epsilon"]))
        return x * scale + (tensors["beta"] - tensors["movingMean"] * scale)
    elif kind in ("maxPooling2d", "averagePooling2d"):
        pool = tf.nn.max_pool2d if kind == "maxPooling2d" else tf.nn.avg_pool2d
        return pool(x, layer["window"]["size"], strides, padding)
    elif kind == "globalAveragePooling2d":
        return tf.reduce_mean(x, [1, 2])
    elif kind == "flatten":
        return tf.reshape(x, [x.shape[0], -1])
    elif kind == "dropout":
        return x
    elif kind == "add":
        return tf.add_n(inputs) if len(inputs) > 2 else inputs[0] + inputs[1]
    elif kind == "activation":
        return ACTIVATIONS[layer["activation"]](x)
    else:
        raise ValueError(f"convert.py knows no layer {kind}.")
    if "bias" in tensors:
        y = y + tensors["bias"]
    return ACTIVATIONS[layer["activation"]](y)


def main(graph_file, weights_file, *targets):
    with open(graph_file) as file:
        graph = json.load(file)
    flat = np.fromfile(weights_file, "<f4")
    weights = {}
    for weight in (weight for layer in graph["layers"] for weight in layer["weights"]):
        size = int(np.prod(weight["shape"]))
        weights[weight["name"]], flat = flat[:size].reshape(weight["shape"]), flat[size:]
    (source,), (output,) = graph["inputs"], graph["outputs"]

    for target in targets:
        batch, file = target.split("=", 1)

        @tf.function(input_signature=[tf.TensorSpec([int(batch), *source["shape"]], tf.float32)])
        def predict(pixels):
            values = {source["name"]: pixels}
            for layer in graph["layers"]:
                values[layer["name"]] = compute(layer, [values[name] for name in layer["inputs"]], weights)
            return values[output["name"]]

        converter = tf.lite.TFLiteConverter.from_concrete_functions([predict.get_concrete_function()])
        with open(file, "wb") as out:
            out.write(converter.convert())


main(*sys.argv[1:])
