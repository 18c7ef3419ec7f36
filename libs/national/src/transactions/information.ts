import { z } from 'zod';
import { give, may, need, node } from '../message/fields.js';
import { credentialFields } from './credential.js';
import { Setldetail, SetlinfoQueried } from './settlement-answer.js';
import { transaction } from './transaction.js';

export const INFORMATION = {
  '1101': transaction({
    zh: '人员基本信息获取',
    en: 'Person information',
    paths: ['fsiPsnInfoService/queryPsnInfo'],
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        ...credentialFields,
        begntime: may.dateTime('开始时间'),
        exp_content: may.extension('字段扩展'),
      }),
    }),
    output: z.object({
      baseinfo: z.object({
        psn_no: give.text('人员编号'),
        psn_cert_type: give.text('人员证件类型'),
        certno: give.text('证件号码'),
        psn_name: give.text('人员姓名'),
        gend: give.text('性别'),
        naty: give.text('民族'),
        brdy: give.text('出生日期'),
        age: give.whole('年龄'),
        exp_content: give.text('字段扩展'),
      }),
      insuinfo: z.array(
        z.object({
          balc: give.amount('余额'),
          insutype: give.text('险种类型'),
          psn_type: give.text('人员类别'),
          psn_insu_stas: give.text('人员参保状态'),
          psn_insu_date: give.text('个人参保日期'),
          paus_insu_date: give.textOrNull('暂停参保日期'),
          cvlserv_flag: give.text('公务员标志'),
          insuplc_admdvs: give.text('参保地医保区划'),
          emp_name: give.text('单位名称'),
          exp_content: give.text('字段扩展'),
        }),
      ),
      idetinfo: z.array(z.object({ psn_idet_type: give.text('人员身份类别'), begntime: give.text('开始时间') })),
    }),
  }),
  '1201': transaction({
    zh: '医药机构信息获取',
    en: 'Institution information',
    paths: ['fsiFixMedInsService/queryFixMedIns'],
    effect: 'read',
    sender: 'any',
    input: z.object({
      medinsinfo: node({
        fixmedins_type: need.code('定点医疗服务机构类型', 6),
        fixmedins_name: may.text('定点医药机构名称', 200),
        fixmedins_code: may.code('定点医药机构编号', 30),
      }),
    }),
    output: z.object({
      medinsinfo: z.array(
        z.object({
          fixmedins_code: give.text('定点医药机构编号'),
          fixmedins_name: give.text('定点医药机构名称'),
          uscc: give.text('统一社会信用代码'),
          fixmedins_type: give.text('定点医疗服务机构类型'),
          hosp_lv: give.text('医院等级'),
          exp_content: give.text('扩展字段'),
        }),
      ),
    }),
  }),
  '5201': transaction({
    zh: '就诊信息查询',
    en: 'Visits of a person',
    paths: [],
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        psn_no: need.code('人员编号', 30),
        begntime: need.dateTime('开始时间'),
        endtime: need.dateTime('结束时间'),
        med_type: may.code('医疗类别', 6),
        mdtrt_id: may.code('就诊ID', 30),
      }),
    }),
    output: z.object({
      mdtrtinfo: z.array(
        z.object({
          mdtrt_id: give.text('就诊ID'),
          psn_no: give.text('人员编号'),
          psn_name: give.text('人员姓名'),
          psn_cert_type: give.text('人员证件类型'),
          certno: give.text('证件号码'),
          gend: give.text('性别'),
          brdy: give.text('出生日期'),
          insutype: give.text('险种类型'),
          psn_type: give.text('人员类别'),
          fixmedins_code: give.text('定点医药机构编号'),
          fixmedins_name: give.text('定点医药机构名称'),
          ipt_otp_no: give.text('住院/门诊号'),
          med_type: give.text('医疗类别'),
          begntime: give.text('开始时间'),
          endtime: give.textOrNull('结束时间'),
          dise_codg: give.text('病种编码'),
          dise_name: give.text('病种名称'),
          vali_flag: give.text('有效标志（已撤销为0）'),
          setl_id: give.textOrNull('未撤销的结算ID'),
        }),
      ),
    }),
  }),
  '5203': transaction({
    zh: '结算信息查询',
    en: 'One settlement',
    paths: [],
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        psn_no: need.code('人员编号', 30),
        setl_id: need.code('结算ID', 30),
        mdtrt_id: need.code('就诊ID', 30),
      }),
    }),
    output: z.object({ setlinfo: SetlinfoQueried, setldetail: Setldetail }),
  }),
};
