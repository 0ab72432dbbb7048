import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The page only; main and preload are bundled by scripts/build.mjs, which also says where this one goes. */
export default defineConfig({
  root: 'renderer',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: 'chrome140',
    rolldownOptions: { input: ['index.html', 'remote.html'].map((name) => join(import.meta.dirname, 'renderer', name)) },
    emptyOutDir: true,
    // Nothing inline: the page's policy lets no data: script, style or font through.
    assetsInlineLimit: 0,
    // Human with its networks' runtime is one large chunk, loaded once from the disk.
    chunkSizeWarningLimit: 4_000,
  },
});
