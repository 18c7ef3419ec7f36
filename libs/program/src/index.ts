export { checkValue, readJson, Streams } from './bodies.js';
export { type Environment, listSetting, logLevelSetting, portSetting, readConfiguration } from './configuration.js';
export { createHttpProgram, type Door, type HttpProgram } from './door.js';
export { type HealthReport } from './health.js';
export { HttpRefusal, httpRefusal } from './http-refusal.js';
export { Keyring, readKey, type Role, sameKey } from './keys.js';
export { type Exchange, Log, type LogLevel, type LogNote } from './log.js';
export { For } from './roles.js';
export { announceReady, stopOnSignals } from './stopping.js';
