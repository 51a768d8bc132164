import type { LayerBase, LayerDefinition } from '../resolved-layer.ts';

/** Channels of zeros after those that are there, as shortcuts of BlazeFace have them (Bazarevsky 2019, arXiv:1907.05047). */
export interface ChannelPaddingLayer extends LayerBase<'channelPadding'> {
  /** How many are added. */
  readonly channels: number;
}

export const channelPadding: LayerDefinition<ChannelPaddingLayer> = {
  type: 'channelPadding',
  read(reader) {
    const channels = reader.count('channels');
    return { channels, outputShape: [...reader.input.slice(0, -1), reader.channels + channels] };
  },
};
