"""Makes the figures of Pillow that preprocessing is tested against: python make.py > pillow.json"""

import json

import numpy
import PIL
from PIL import Image


def picture(height, width, channels):
    """Any picture will do, as long as the test can draw it too: no random numbers."""
    y, x, c = numpy.indices((height, width, channels))
    return ((x * 37 + y * 59 + c * 83 + x * y * 7) % 256).astype(numpy.uint8)


def rounded(array):
    return [round(float(value), 3) for value in numpy.asarray(array).ravel()]


resized = []
for (height, width), (out_height, out_width), box in [
    ((7, 9), (3, 4), None),
    ((7, 9), (7, 9), None),
    ((3, 4), (8, 5), None),
    ((1, 1), (2, 3), None),
    ((40, 50), (6, 6), None),
    ((40, 50), (6, 6), (3.25, 1.5, 44.75, 38.125)),
    ((9, 9), (5, 5), (2.5, 2.75, 4.0, 4.25)),
    ((33, 2), (4, 4), None),
]:
    gray = Image.fromarray(picture(height, width, 1)[:, :, 0])
    args = dict(size=(out_width, out_height), resample=Image.Resampling.BILINEAR, box=box)
    resized.append(
        dict(
            height=height,
            width=width,
            outHeight=out_height,
            outWidth=out_width,
            box=box,
            float=rounded(gray.convert("F").resize(**args)),
            bytes=[int(v) for v in numpy.asarray(gray.resize(**args)).ravel()],
        )
    )

levels = picture(16, 16, 3)
grid = numpy.arange(0, 256, 5, dtype=numpy.uint8)
colours = numpy.stack(numpy.meshgrid(grid, grid, grid, indexing="ij"), axis=-1).reshape(52, -1, 3)
print(
    json.dumps(
        dict(
            pillow=PIL.__version__,
            gray=[int(v) for v in numpy.asarray(Image.fromarray(levels).convert("L")).ravel()],
            graySum=int(numpy.asarray(Image.fromarray(colours).convert("L")).sum()),
            resized=resized,
            face=[
                int(v)
                for v in numpy.asarray(
                    Image.fromarray(picture(60, 80, 3))
                    .convert("L")
                    .crop((10, 5, 70, 55))
                    .resize((8, 8), Image.Resampling.BILINEAR)
                ).ravel()
            ],
        )
    )
)
