import { z } from 'zod';
import { give, may, need, node } from '../message/fields.js';
import { transaction } from './transaction.js';

export const SESSION = {
  '9001': transaction({
    zh: '签到',
    en: 'Sign in',
    paths: ['signInSignOutService/signIn'],
    effect: 'change',
    sender: 'any',
    input: z.object({
      signIn: node({
        opter_no: need.text('操作员编号', 30),
        mac: may.text('签到MAC地址', 64),
        ip: may.text('签到IP地址', 64),
      }),
    }),
    output: z.object({
      signinoutb: z.object({ sign_time: give.text('签到时间'), sign_no: give.text('签到编号') }),
    }),
  }),
  '9002': transaction({
    zh: '签退',
    en: 'Sign out',
    paths: ['signInSignOutService/signOut'],
    effect: 'change',
    sender: 'any',
    input: z.object({
      signOut: node({ sign_no: need.text('签到编号', 30), opter_no: need.text('操作员编号', 30) }),
    }),
    output: z.object({
      sign_time: z.object({ sign_time: give.text('签退时间') }),
      signoutoutb: z.object({ sign_time: give.text('签退时间') }),
    }),
  }),
};
