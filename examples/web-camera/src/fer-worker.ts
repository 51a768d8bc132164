import { serveRecognizer } from '@fer/model/worker';
import { detectorPlugins } from './detector.ts';

serveRecognizer({ plugins: detectorPlugins });
