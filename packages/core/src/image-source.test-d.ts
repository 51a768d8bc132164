import sharp from 'sharp';
import { expectTypeOf } from 'vitest';
import type { SharpLike } from './decode/decode-with-sharp.ts';
import type { GrayImage, RasterImage } from './image.ts';
import type { ImageSource } from './image-source.ts';

// The real types of the DOM, of Node and of sharp fit what is asked of them.
expectTypeOf<HTMLImageElement>().toExtend<ImageSource>();
expectTypeOf<HTMLVideoElement>().toExtend<ImageSource>();
expectTypeOf<HTMLCanvasElement>().toExtend<ImageSource>();
expectTypeOf<OffscreenCanvas>().toExtend<ImageSource>();
expectTypeOf<ImageBitmap>().toExtend<ImageSource>();
expectTypeOf<VideoFrame>().toExtend<ImageSource>();
expectTypeOf<ImageData>().toExtend<ImageSource>();
expectTypeOf<File>().toExtend<ImageSource>();
expectTypeOf<Buffer>().toExtend<ImageSource>();
expectTypeOf<RasterImage>().toExtend<ImageSource>();
expectTypeOf<GrayImage>().toExtend<ImageSource>();
expectTypeOf(sharp).toExtend<SharpLike>();

expectTypeOf<number>().not.toExtend<ImageSource>();
expectTypeOf<Response>().not.toExtend<ImageSource>();
