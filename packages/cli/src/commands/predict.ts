import type { PictureResult, RecognizedFace } from '@fer/model';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { type DetectionOptions, withDetectionOptions } from '../data/load-own-pictures.ts';
import { errorToJson } from '../errors/report-error.ts';
import { Unfinished } from '../errors/unfinished.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { numberWithin } from '../options/parse-number.ts';
import { resolveReference } from '../options/resolve-reference.ts';
import {
  type RecognitionOptions,
  withCommonOptions,
  withRecognitionOptions,
} from '../options/shared-options.ts';
import { loadPlugins } from '../plugins/load-plugins.ts';
import { renderFaces } from '../render/faces.ts';
import type { Start } from '../start.ts';
import { weightsProgress } from '../weights/weights-progress.ts';

interface PredictOptions extends RecognitionOptions, DetectionOptions {
  readonly minConfidence?: number;
}

/** What was found in one picture, or why nothing could be. */
type ImageResult =
  | { readonly image: string; readonly faces: readonly RecognizedFace[] }
  | { readonly image: string; readonly error: ReturnType<typeof errorToJson> };

export function addPredictCommand(program: Command, start: Start): void {
  const command = withCommonOptions(
    program
      .command('predict')
      .description(
        'find the faces in each picture and name their expressions: posed expressions, not what people feel',
      )
      .argument('<images...>', 'pictures: paths or URLs of JPEG, PNG, WebP …'),
    [
      ['fer predict photo.jpg', 'the expression of each face, as seven bars'],
      ['fer predict *.png --json', 'every picture of a folder, for a script'],
      ['fer predict cut-out-face.png --no-detect', 'a picture that is one face already'],
      ['fer predict photo.jpg --min-confidence 0.6', 'and say where the network is not sure'],
      [
        'fer predict face.png --weights my-run --runtime cpu',
        'with weights of your own, on a runtime of your choice',
      ],
    ],
  );
  withDetectionOptions(command).option(
    '--min-confidence <share>',
    'mark faces as unsure whose expression is less certain than that, 0 to 1',
    numberWithin(0, 1),
  );
  withRecognitionOptions(command).action((images: string[], options: PredictOptions) =>
    start((context) => predict(images, options, context)),
  );
}

async function predict(
  images: readonly string[],
  options: PredictOptions,
  context: CommandContext,
): Promise<number> {
  const { createRecognizer, DEFAULT_WEIGHTS } = await import('@fer/model');
  const { weights = DEFAULT_WEIGHTS, runtime, plugin, assets, minConfidence, uncalibrated } = options;
  const detector = options.detect === false ? false : options.detector;
  const plugins = await loadPlugins(plugin, context.cwd);
  const reading = weightsProgress(context);
  const fer = await createRecognizer({
    weights,
    runtime,
    plugins,
    detector,
    assets: assets && resolveReference(assets, context.cwd),
    calibrated: !uncalibrated,
    minConfidence,
    onWarning: context.warn,
    onProgress: reading.onProgress,
    signal: context.signal,
  }).finally(reading.finish);
  const progress = context.progress({ label: 'Recognising', unit: 'images', total: images.length });
  const results: ImageResult[] = [];
  try {
    const sources = images.map((image) => resolveReference(image, context.cwd));
    for await (const result of fer.recognizeMany(sources, { signal: context.signal })) {
      results.push(tell(result, images[result.index]!, context));
      progress.update(results.length);
    }
  } catch (error) {
    throw new Unfinished(error, { result: { runtime: fer.runtime, weights, images: results } });
  } finally {
    progress.finish();
    fer.dispose();
  }

  context.printJson({ runtime: fer.runtime, weights, images: results });
  return results.some((result) => 'error' in result) ? EXIT_CODES.failed : EXIT_CODES.fine;
}

/** Prints one result. One bad picture must not lose the others. */
function tell({ faces, error }: PictureResult<string>, image: string, context: CommandContext): ImageResult {
  if (error !== undefined) {
    context.complain(error);
    return { image, error: errorToJson(error) };
  }
  context.print(...renderFaces(image, faces, context.style));
  return { image, faces };
}
