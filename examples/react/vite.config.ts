import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The worker imports parts of itself when it needs them.
  worker: { format: 'es' },
});
