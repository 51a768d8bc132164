import { runConformance } from './runner.ts';

declare global {
  interface Window {
    runConformance: typeof runConformance;
  }
}

window.runConformance = runConformance;
