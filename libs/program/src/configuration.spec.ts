import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  checkConfiguration,
  ConfigurationProblems,
  listSetting,
  logLevelSetting,
  portSetting,
} from './configuration.js';

const SCHEMA = z.object({ HTTP_PORT: portSetting, INSTITUTIONS: listSetting, LOG_LEVEL: logLevelSetting });

describe('a configuration', () => {
  it('is typed after it was read', () => {
    expect(checkConfiguration(SCHEMA, { HTTP_PORT: '8130', INSTITUTIONS: 'A, B,' })).toEqual({
      HTTP_PORT: 8130,
      INSTITUTIONS: ['A', 'B'],
      LOG_LEVEL: 'info',
    });
  });

  it('that is wrong names every variable at once, and no value', () => {
    try {
      checkConfiguration(SCHEMA, { HTTP_PORT: 'secret' });
      throw new Error('accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationProblems);
      const { problems, message } = error as ConfigurationProblems;
      expect(problems).toHaveLength(2);
      expect(message).toMatch(/HTTP_PORT[\s\S]*INSTITUTIONS is missing/);
      expect(message).not.toContain('secret');
    }
  });
});
