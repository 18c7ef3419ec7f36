export { inCapitals } from './capitals.js';
export * from './apportion.js';
export * from './decimal.js';
export * from './fen.js';
