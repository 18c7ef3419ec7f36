import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** @param {string} path from this folder */
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What is the same around every program; the file of a page has only what starts its own. */
const framed = {
  name: 'medisettle-framed-pages',
  transformIndexHtml: {
    order: 'pre',
    /** @param {string} program */
    handler: (program) => readFileSync(at('frame.html'), 'utf8').replace('<!-- program -->', () => program.trim()),
  },
};

// Every page is a small program of its own; what they share is cut out by the build. Nothing is fetched from elsewhere.
export default defineConfig({
  publicDir: false,
  plugins: [framed],
  resolve: { alias: { '@medisettle/money': at('../libs/money/src/index.ts') } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'chrome118',
    outDir: at('../dist/pages'),
    emptyOutDir: true,
    // The chart library is the largest part, and only fetched when a chart is shown.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: {
        console: at('console.html'),
        cards: at('cards.html'),
        filings: at('filings.html'),
        days: at('days.html'),
        clearing: at('clearing.html'),
        simulator: at('simulator.html'),
        cashier: at('cashier.html'),
      },
    },
  },
});
