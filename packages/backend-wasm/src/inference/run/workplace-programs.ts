import type { NetworkLayout, Workplace } from './network-layout.ts';
import { encodeProgram, type Program } from './program.ts';

/** The programs of a workplace, one for each number of images that was asked for. */
export class WorkplacePrograms {
  readonly #workplace: Workplace;
  readonly #scratch: Pick<NetworkLayout, 'scratch' | 'scratchBytes'>;
  readonly #byImages = new Map<number, Program>();
  /** The one that lies in the memory. */
  #current: Program | undefined;

  constructor(workplace: Workplace, scratch: Pick<NetworkLayout, 'scratch' | 'scratchBytes'>) {
    this.#workplace = workplace;
    this.#scratch = scratch;
  }

  for(images: number): Program {
    let program = this.#byImages.get(images);
    if (program === undefined) {
      const { program: at } = this.#workplace;
      program = encodeProgram(this.#workplace.stepsFor(images), at, this.#scratch);
      this.#byImages.set(images, program);
    }
    return program;
  }

  /** Puts it into the memory. */
  use(images: number, words: Int32Array): Program {
    const program = this.for(images);
    if (program !== this.#current) words.set(program.words, this.#workplace.program / 4);
    this.#current = program;
    return program;
  }
}
