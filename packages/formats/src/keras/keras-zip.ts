import type { ForeignFiles, ForeignModel, ReadFormatOptions, WeightsFormat } from '@fer/core';
import { damaged, notAsFormat } from '../failures.ts';
import { decodeText, parseJsonObject } from '../json.ts';
import { readAll } from '../read-all.ts';
import { isZip, unzip } from '../zip.ts';
import { withHdf5 } from './hdf5.ts';
import { MEMBERS } from './members.ts';
import { fillStructure, readStructure } from './read-keras.ts';
import { countedLayers } from './stored-layers.ts';
import { writeKerasZip } from './write-keras-zip.ts';

/** Keras 3's own file: a zip of the structure and the weights. */
export const kerasZip: WeightsFormat = {
  id: 'keras',
  apiVersion: 1,
  description: 'Keras 3: a whole model as .keras',
  async sniff(files, options) {
    if (files.names.length !== 1) return false;
    const [bytes] = (await readAll(files, options)).values();
    return bytes !== undefined && isZip(bytes);
  },
  read: readKerasZip,
  write: writeKerasZip,
};

async function readKerasZip(files: ForeignFiles, options: ReadFormatOptions): Promise<ForeignModel> {
  const contents = await readAll(files, options);
  const [[name, bytes] = [], ...others] = contents;
  if (name === undefined || bytes === undefined || others.length > 0) {
    throw notAsFormat(
      'The files',
      `must be one .keras, but are ${[...contents.keys()].join(', ') || 'none'}.`,
    );
  }
  const members = unzip(bytes, name, Object.values(MEMBERS), options.maxBytes);
  const member = (key: keyof typeof MEMBERS): Uint8Array => {
    const found = members.get(MEMBERS[key]);
    if (found === undefined)
      throw notAsFormat(name, `has no ${MEMBERS[key]}, so it is no .keras file of Keras 3.`);
    return found;
  };
  const json = (key: 'metadata' | 'config') => {
    const subject = `${MEMBERS[key]} of ${name}`;
    return parseJsonObject(decodeText(member(key), subject), subject);
  };
  const { keras_version: version } = json('metadata');
  if (typeof version !== 'string' || !/^[23]\./.test(version)) {
    throw damaged(
      name,
      `is of a version of Keras that is not known: ${JSON.stringify(version)?.slice(0, 60)}.`,
    );
  }
  const structure = readStructure({ config: json('config'), version }, name, options);
  return withHdf5(member('weights'), `${MEMBERS.weights} of ${name}`, options.maxBytes, (root) => {
    const stored = countedLayers(root, structure.model.layers, name);
    const notes =
      root.group('optimizer') === undefined
        ? []
        : ['The weights of the optimizer were left out: a training starts anew.'];
    return fillStructure(structure, stored, name, 'Keras', notes);
  });
}
