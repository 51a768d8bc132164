import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the built page works from any folder of a server.
  base: './',
  // The worker imports parts of itself when it needs them.
  worker: { format: 'es' },
  build: { target: 'es2022', assetsInlineLimit: 0 },
});
