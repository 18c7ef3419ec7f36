/** Diagnoses that small places bill most (national clinical edition of ICD-10); any other one can be typed. */
export const COMMON_DIAGNOSES: Readonly<Record<string, string>> = {
  'J00.x00': '急性鼻咽炎[感冒]',
  'J06.900': '急性上呼吸道感染',
  'J18.900': '肺炎',
  'I10.x00': '特发性(原发性)高血压',
  'E11.900': '2型糖尿病',
  'K29.500': '慢性胃炎',
};
