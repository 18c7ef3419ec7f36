import { describe, expect, it } from '@jest/globals';
import { TRANSACTIONS } from '@medisettle/national';
import { interfaceDocument } from './openapi.js';

describe('the OpenAPI document', () => {
  const document = interfaceDocument();

  it('has the dispatcher and every own path', () => {
    const paths = Object.values(TRANSACTIONS).flatMap((row) => row.paths.map((path) => `/fsi/api/${path}`));
    expect(Object.keys(document.paths).sort()).toEqual(['/fsi/api/rsfComIfsService/callService', ...paths].sort());
  });

  it('describes fields as the schemas check them', () => {
    const body = JSON.stringify(document.paths['/fsi/api/outpatientSettleService/saveSettletment']?.post?.requestBody);
    expect(body).toContain('"medfee_sumamt":{"description":"医疗费总额","type":"number","minimum":0');
    expect(body).toContain('"acct_used_flag":{"description":"个人账户使用标志","type":"string","enum":["0","1","2"]}');
  });

  it('names each operation once', () => {
    const ids = Object.values(document.paths).map((path) => path.post?.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
