import { describe, expect, it } from '@jest/globals';
import { parseWire, refusal, Refused, type CardOnReader, type WireObject } from '@medisettle/national';
import { fillCredential } from './card-credential.js';

const onReader: CardOnReader = {
  card: { cardNumber: 'T30000010', cardIdentifier: 'IDENT', citizenNumber: '310199198603120113', name: '沈在职' },
};
const input = (node: object): WireObject => parseWire(JSON.stringify({ data: node })) as WireObject;

describe('the card on the reader', () => {
  it('fills an empty credential of kind 03, however empty is written', () => {
    for (const empty of ['', 'null', null, undefined]) {
      expect(fillCredential(input({ mdtrt_cert_type: '03', mdtrt_cert_no: empty, psn_no: 'P1' }), onReader)).toEqual({
        data: {
          mdtrt_cert_type: '03',
          mdtrt_cert_no: 'T30000010',
          card_sn: 'IDENT',
          certno: '310199198603120113',
          psn_name: '沈在职',
          psn_no: 'P1',
        },
      });
    }
    expect(fillCredential(input({ mdtrt_cert_type: 3 }), onReader).data).toMatchObject({ mdtrt_cert_no: 'T30000010' });
  });

  it('overwrites nothing that HIS wrote', () => {
    const written = input({ mdtrt_cert_type: '03', mdtrt_cert_no: 'T1', psn_name: '某人' });
    expect(fillCredential(written, onReader)).toEqual(written);
    expect(fillCredential(input({ mdtrt_cert_type: '02', mdtrt_cert_no: '' }), onReader)).toEqual(
      input({ mdtrt_cert_type: '02', mdtrt_cert_no: '' }),
    );
    expect(fillCredential(input({ mdtrt_cert_type: '03', psn_name: '某人' }), onReader).data).toMatchObject({
      psn_name: '某人',
    });
  });

  it('leaves out what an old card does not say', () => {
    const old: CardOnReader = { card: { cardNumber: 'T10000013', cardIdentifier: '', citizenNumber: '', name: '' } };
    expect(fillCredential(input({ mdtrt_cert_type: '03' }), old).data).toEqual({
      mdtrt_cert_type: '03',
      mdtrt_cert_no: 'T10000013',
      card_sn: '',
    });
  });

  it('is asked for only where a message needs it; its absence is the counter’s refusal', () => {
    const missing: CardOnReader = { missing: refusal('READER-EMPTY') };
    expect(() => fillCredential(input({ mdtrt_cert_type: '03' }), missing)).toThrow(Refused);
    expect(fillCredential(input({ mdtrt_id: 'V1' }), missing)).toEqual(input({ mdtrt_id: 'V1' }));
  });
});
