import { writeFileSync } from 'node:fs';
import type { RunRequest } from '../protocol.ts';
import { runConformance } from './runner.ts';

// node <bundle> <request as JSON> <file for the report>
const [, , request, reportFile] = process.argv;

// tfjs warns about what its tests provoke.
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) console[method] = () => {};

runConformance(JSON.parse(request!) as RunRequest).then((report) => {
  writeFileSync(reportFile!, JSON.stringify(report));
  process.exit(0);
});
