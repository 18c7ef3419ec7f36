export * from './centre-link.js';
export { REFUSALS, type RefusalCode } from './refusals/catalogue.js';
export * from './refusals/refusal.js';
export { type Actor, type RefusalClass } from './refusals/entry.js';
