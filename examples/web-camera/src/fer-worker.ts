import { plugin as blazeFace } from '@fer/detector-blazeface';
import { serveRecognizer } from '@fer/model/worker';

serveRecognizer({ plugins: [blazeFace] });
