import type { ModelDefinition } from '@fer/core';
import { zipSync } from 'fflate';
import { MEMBERS } from './members.ts';
import { withPlainNames } from './plain-names.ts';
import { createCounter, toSnakeCase } from './snake-case.ts';
import { writeConfig } from './write-config.ts';
import { writeHdf5 } from './write-hdf5.ts';

/** The first version whose reader knows all that is written. */
const KERAS_VERSION = '3.0.0';

/** When nothing is known of it: a file of the same weights has the same bytes. */
const NO_DATE = new Date(1980, 0, 1);

/** A model of Keras 3, as `model.save('model.keras')` writes it. */
export async function writeKerasZip(given: ModelDefinition): Promise<Map<string, Uint8Array>> {
  const model = withPlainNames(given);
  const { resolved, config } = writeConfig(model, 'keras3');
  const { layers } = config.config as unknown as { layers: { name: string; class_name: string }[] };
  const byName = new Map(resolved.layers.map((layer) => [layer.name, layer]));
  const weights = await writeHdf5((file) => {
    const holder = file.create_group('layers');
    file.create_group('vars');
    const keyOf = createCounter();
    for (const { name, class_name: className } of layers) {
      const variables = holder.create_group(keyOf(toSnakeCase(className))).create_group('vars');
      for (const [index, spec] of (byName.get(name)?.weights ?? []).entries()) {
        const { data } = model.tensors.get(spec.name)!;
        variables.create_dataset({ name: `${index}`, data, shape: [...spec.shape], dtype: '<f' });
      }
    }
  });
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const bytes = zipSync(
    {
      [MEMBERS.metadata]: json({ keras_version: KERAS_VERSION, date_saved: '1980-01-01@00:00:00' }),
      [MEMBERS.config]: json(config),
      [MEMBERS.weights]: weights,
    },
    { level: 0, mtime: NO_DATE },
  );
  return new Map([['model.keras', bytes]]);
}
