import { z } from 'zod';
import { give, may, need, node, rows } from '../message/fields.js';
import { credentialFields } from './credential.js';
import { transaction } from './transaction.js';

const stay = {
  mdtrt_id: need.code('就诊ID', 30),
  psn_no: need.code('人员编号', 30),
};

const diagnosis = {
  diag_type: may.code('诊断类别', 3),
  maindiag_flag: may.code('主诊断标志', 3),
  diag_srt_no: need.code('诊断排序号', 2),
  diag_code: need.text('诊断代码', 30),
  diag_name: need.text('诊断名称', 300),
  adm_cond: may.text('入院病情', 500),
  diag_dept: may.text('诊断科室', 50),
  dise_dor_no: may.text('诊断医生编码', 30),
  dise_dor_name: may.text('诊断医生姓名', 50),
  diag_time: may.dateTime('诊断时间'),
};

/** What admission and its change say alike; the change may leave out what stays as it is. */
const details = {
  coner_name: may.text('联系人姓名', 50),
  tel: may.text('联系电话', 50),
  medrcdno: may.text('病历号', 30),
  atddr_no: may.text('主治医生编码', 30),
  chfpdr_name: may.text('主诊医师姓名', 50),
  adm_diag_dscr: may.text('入院诊断描述', 200),
  adm_dept_codg: may.text('入院科室编码', 30),
  adm_dept_name: may.text('入院科室名称', 100),
  adm_bed: may.text('入院床位', 30),
  dscg_maindiag_code: may.text('住院主诊断代码', 20),
  dscg_maindiag_name: may.text('住院主诊断名称', 300),
  main_cond_dscr: may.text('主要病情描述', 1000),
  dise_codg: may.text('病种编码', 30),
  dise_name: may.text('病种名称', 500),
  oprn_oprt_code: may.text('手术操作代码', 30),
  oprn_oprt_name: may.text('手术操作名称', 500),
  exp_content: may.extension('字段扩展'),
};

const DIAGNOSES_MAX = 99;
const nothing = z.object({});

/** Admission, discharge, and what undoes them. */
export const STAY = {
  '2401': transaction({
    zh: '入院办理',
    en: 'Admission',
    paths: ['hospitalRegisterService/hospitalRegisterSave'],
    effect: 'change',
    sender: 'hospital',
    input: z.object({
      mdtrtinfo: node({
        ...details,
        ...credentialFields,
        psn_no: need.code('人员编号', 30),
        insutype: need.code('险种类型', 6),
        begntime: need.dateTime('开始时间'),
        cert_type: may.code('证件类型', 6, 2),
        med_type: need.code('医疗类别', 6),
        // Named so in one edition, as in 2403 in another.
        ipt_no: may.text('住院号', 30),
        ipt_otp_no: may.text('住院/门诊号', 30),
        insuplc_admdvs: may.code('参保地医保区划', 6),
        mdtrtarea_admvs: may.code('就医地医保区划', 6),
      }),
      diseinfo: rows(diagnosis, { most: DIAGNOSES_MAX }),
    }),
    output: z.object({
      result: z.object({ mdtrt_id: give.text('就诊ID'), exp_content: give.text('字段扩展') }),
    }),
  }),
  '2402': transaction({
    zh: '出院办理',
    en: 'Discharge',
    paths: ['dscgService/dischargeProcess'],
    effect: 'change',
    sender: 'hospital',
    input: z.object({
      dscginfo: node({
        ...stay,
        insutype: need.code('险种类型', 6),
        endtime: need.dateTime('结束时间'),
        dise_codg: may.text('病种编码', 30),
        dise_name: may.text('病种名称', 500),
        oprn_oprt_code: may.text('手术操作代码', 30),
        oprn_oprt_name: may.text('手术操作名称', 500),
        cop_flag: may.code('伴有并发症标志', 3),
        dscg_dept_codg: may.text('出院科室编码', 30),
        dscg_dept_name: may.text('出院科室名称', 100),
        dscg_bed: may.text('出院床位', 30),
        dscg_way: need.code('离院方式', 3),
        die_date: may.date('死亡日期'),
        exp_content: may.extension('字段扩展'),
      }),
      diseinfo: rows(diagnosis, { most: DIAGNOSES_MAX }),
    }),
    output: nothing,
  }),
  '2403': transaction({
    zh: '住院信息变更',
    en: 'Change of admission data',
    paths: ['hospitalRegisterService/hospitalRegisterEdit'],
    effect: 'change',
    sender: 'hospital',
    input: z.object({
      adminfo: node({
        ...stay,
        ...details,
        begntime: need.dateTime('开始时间'),
        endtime: may.dateTime('结束时间'),
        med_type: need.code('医疗类别', 6),
        ipt_otp_no: may.text('住院/门诊号', 30),
        ipt_no: may.text('住院号', 30),
      }),
      diseinfo: rows(diagnosis, { most: DIAGNOSES_MAX, least: 0 }),
    }),
    output: nothing,
  }),
  '2404': transaction({
    zh: '入院撤销',
    en: 'Withdraw an admission',
    paths: ['hospitalRegisterService/hospitalRegisterCancel'],
    effect: 'change',
    sender: 'hospital',
    input: z.object({ data: node(stay) }),
    output: nothing,
  }),
  '2405': transaction({
    zh: '出院撤销',
    en: 'Undo a discharge',
    paths: ['dscgService/dischargeUndo'],
    effect: 'change',
    sender: 'hospital',
    input: z.object({ data: node(stay) }),
    output: nothing,
  }),
};
