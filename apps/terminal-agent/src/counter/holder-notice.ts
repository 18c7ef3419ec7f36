import { type HolderAccess } from '@medisettle/card';

/** A sentence beside the verdict: why the holder's data are not the card's own. It changes nothing about the verdict. */
export interface HolderNotice {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

const NOTICES: Readonly<Record<HolderAccess, HolderNotice | null>> = {
  read: null,
  'not-on-card': null,
  'needs-authentication': {
    code: 'HOLDER-NEEDS-AUTHENTICATION',
    zh: '卡内持卡人信息需经密钥服务认证后才能读取，本柜台未配置密钥服务，持卡人信息以登记系统为准。',
    en: 'The holder’s data on this card need a key service, and this counter has none. The holder shown is the registry’s.',
  },
  'key-service-unreachable': {
    code: 'HOLDER-KEY-SERVICE-UNREACHABLE',
    zh: '密钥服务暂时无法连接，未能读取卡内持卡人信息，持卡人信息以登记系统为准。',
    en: 'The key service cannot be reached, so the holder could not be read. The holder shown is the registry’s.',
  },
  'key-service-refused': {
    code: 'HOLDER-KEY-SERVICE-REFUSED',
    zh: '密钥服务不支持该卡，未能读取卡内持卡人信息，持卡人信息以登记系统为准。',
    en: 'The key service has no key for this card, so the holder could not be read. The holder shown is the registry’s.',
  },
  'authentication-failed': {
    code: 'HOLDER-AUTHENTICATION-FAILED',
    zh: '卡与密钥服务认证未通过，未能读取卡内持卡人信息，持卡人信息以登记系统为准。请勿反复插卡重试，以免卡片密钥被锁。',
    en: 'Card and key service did not recognise each other. The holder shown is the registry’s. Do not keep inserting the card: its key may be blocked.',
  },
  'key-blocked': {
    code: 'HOLDER-KEY-BLOCKED',
    zh: '卡内密钥已锁定，无法读取持卡人信息，持卡人信息以登记系统为准。请患者到发卡机构处理。',
    en: 'The card’s key is blocked, so the holder cannot be read. The holder shown is the registry’s. The issuer must help.',
  },
};

/** What to tell the cashier about the holder's data; null when they were read or are not on the card. */
export const holderNoticeOf = (access: HolderAccess): HolderNotice | null => NOTICES[access];
