import { expect, it } from '@jest/globals';
import { diagnosisOf } from './diagnoses.js';

it('a listed code brings its name, however it is typed, and takes it away when it is typed over', () => {
  const cold = diagnosisOf(' j00.X00', { code: '', name: '' });
  expect(cold).toEqual({ code: 'J00.x00', name: '急性鼻咽炎[感冒]' });
  expect(diagnosisOf('J18.900', cold)).toEqual({ code: 'J18.900', name: '肺炎' });
  expect(diagnosisOf('J00.x0', cold)).toEqual({ code: 'J00.x0', name: '' });
  // A name that a person has typed stays.
  const typed = { code: 'J00.x00', name: '感冒' };
  expect(diagnosisOf('Z99.900', typed)).toEqual({ code: 'Z99.900', name: '感冒' });
});
