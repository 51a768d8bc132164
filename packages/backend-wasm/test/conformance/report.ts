import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Place, RunReport, Subject } from './protocol.ts';

const folder = new URL('../../reports/', import.meta.url);

/** What `reports/conformance.json` says of one run. */
interface Line extends Subject {
  readonly place: Place;
  readonly isolated: boolean;
  readonly ran: number;
  readonly passed: number;
  readonly skipped: number;
}

const lines: Line[] = [];

/** Notes how much a run covered. */
export function noteRun(place: Place, subject: Subject, { specs, skipped, isolated }: RunReport): void {
  const passed = specs.filter((spec) => spec.passed).length;
  lines.push({ place, isolated, ...subject, ran: specs.length, passed, skipped: skipped.length });
}

/** Writes what was noted to `reports/conformance.json`. */
export async function writeNotes(): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(fileURLToPath(new URL('conformance.json', folder)), `${JSON.stringify(lines, null, 2)}\n`);
}
