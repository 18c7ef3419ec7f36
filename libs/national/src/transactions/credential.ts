import { may, need } from '../message/fields.js';

/** Who says so that he is the patient: the credential, and the identity that some editions repeat beside it. */
export const credentialFields = {
  mdtrt_cert_type: need.code('就诊凭证类型', 3, 2),
  mdtrt_cert_no: may.text('就诊凭证编号', 200),
  card_sn: may.text('卡识别码', 64),
  psn_cert_type: may.code('人员证件类型', 6, 2),
  certno: may.text('证件号码', 50),
  psn_name: may.text('人员姓名', 50),
};

/** The credential of a message, after its schema. */
export interface CredentialFields {
  mdtrt_cert_type: string;
  mdtrt_cert_no: string | null;
  card_sn: string | null;
  psn_cert_type: string | null;
  certno: string | null;
  psn_name: string | null;
}
