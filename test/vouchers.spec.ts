import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { demoPerson, His, now } from './world/his.js';
import { startProvince, type TestProvince } from './world/programs.js';

const RETIREE = demoPerson('retiree');

let shanghai: TestProvince;
let hospital: His;

beforeAll(async () => {
  shanghai = await startProvince('shanghai', { withHub: true });
  hospital = new His(shanghai.agent.url, shanghai.keys.his, 'H31010600001');
});
afterAll(() => shanghai?.close());

/** The patient opens the voucher on the telephone. */
async function shownVoucher(certificate: string): Promise<string> {
  const response = await fetch(`${shanghai.hub?.url}/api/vouchers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shanghai.keys.operator}`, 'content-type': 'application/json' },
    body: JSON.stringify({ idNo: certificate }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { ecToken: string }).ecToken;
}

const identify = (token: string) => hospital.send('1101', { data: { mdtrt_cert_type: '01', mdtrt_cert_no: token } });

describe('an electronic voucher', () => {
  it('leads to its holder, and goes on doing so while the service is away', async () => {
    const token = await shownVoucher(RETIREE.certno);
    const answer = await identify(token);
    expect(answer.code).toBe('');
    expect(answer.output).toMatchObject({ baseinfo: { certno: RETIREE.certno } });
    await shanghai.hub?.kill();
    expect((await identify(token)).code).toBe('');
    expect((await identify('never-shown')).code).toBe('CREDENTIAL-VOUCHER-SERVICE');
    await shanghai.hub?.start();
    expect((await identify('never-shown')).code).toBe('CREDENTIAL-VOUCHER-UNKNOWN');
  });

  it('of somebody who is not insured here, and one that a wrong person shows, are refused', async () => {
    expect((await identify(await shownVoucher('310199200001010019'))).code).toBe('PERSON-UNKNOWN');
    const registered = await hospital.send('2201', {
      data: {
        psn_no: demoPerson('employee').psnNo,
        insutype: '310',
        begntime: now(),
        mdtrt_cert_type: '01',
        mdtrt_cert_no: await shownVoucher(RETIREE.certno),
        ipt_otp_no: 'V-1',
        dept_code: 'A',
        dept_name: 'A',
        caty: 'A',
      },
    });
    expect(registered.code).toBe('CARD-NOT-OWNERS');
  });

  it('is not kept as it was shown', async () => {
    const token = await shownVoucher(RETIREE.certno);
    await identify(token);
    const database = new pg.Client({ connectionString: shanghai.database.url });
    await database.connect();
    const { rows } = await database.query('SELECT * FROM medisettle.voucher_directory');
    await database.end();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(shanghai.centre.log()).not.toContain(token);
  });
});
