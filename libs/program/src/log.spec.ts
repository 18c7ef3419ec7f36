import { describe, expect, it } from '@jest/globals';
import { Log, type LogLevel } from './log.js';

const listen = (level: LogLevel): { log: Log; lines: () => Record<string, unknown>[] } => {
  const written: string[] = [];
  const log = new Log('agent', level, { write: (line: string) => void written.push(line) });
  return { log, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
};

describe('the log', () => {
  it('writes one JSON line per message that went through', () => {
    const { log, lines } = listen('info');
    log.exchange({ infno: '2207', institution: 'H31010600001', msgid: 'M1', code: 'settled', ms: 12 });
    expect(lines()).toMatchObject([{ program: 'agent', infno: '2207', msgid: 'M1', code: 'settled', ms: 12 }]);
  });

  it('keeps the class, the code and the places of an error, and not what it says', () => {
    const { log, lines } = listen('info');
    log.fault(
      'posting failed',
      Object.assign(new Error('Key (certno)=(310199198603120113)\nexists'), { code: '23505' }),
    );
    expect(lines()).toMatchObject([{ kind: 'Error', errorCode: '23505', msg: 'posting failed' }]);
    expect(JSON.stringify(lines())).not.toMatch(/certno|3101991986|exists/);
    expect(lines()[0]?.['places']).not.toHaveLength(0);
  });

  it('takes long numbers out of what the framework says', () => {
    const { log, lines } = listen('trace');
    log.forNest().warn('no route for 310199198603120113', 'Router');
    expect(lines()).toMatchObject([{ msg: 'no route for …', context: 'Router' }]);
  });

  it('is silent below its level', () => {
    const { log, lines } = listen('warn');
    log.info('listening', { port: 1 });
    log.forNest().log('Nest started');
    expect(lines()).toEqual([]);
  });
});
