import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [vue()],
  // The worker imports parts of itself when it needs them.
  worker: { format: 'es' },
});
