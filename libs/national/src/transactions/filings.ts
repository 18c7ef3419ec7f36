import { z } from 'zod';
import { give, may, need, node } from '../message/fields.js';
import { transaction } from './transaction.js';

/** Which filing is withdrawn, and why. */
const withdrawn = node({
  trt_dcla_detl_sn: need.code('待遇申报明细流水号', 30),
  psn_no: need.code('人员编号', 30),
  memo: may.text('备注', 500),
});

/** What a person is entitled to, referrals to other provinces, and the filing of a chronic or special illness that some of it needs. */
export const FILINGS = {
  '2001': transaction({
    zh: '人员待遇享受检查',
    en: 'Benefit check',
    paths: ['fsiPsnPriorityInfoService/queryPsnPriorityInfo'],
    effect: 'read',
    sender: 'any',
    input: z.object({
      data: node({
        psn_no: need.code('人员编号', 30),
        insutype: need.code('险种类型', 6),
        fixmedins_code: may.code('定点医药机构编号', 30),
        med_type: need.code('医疗类别', 6),
        begntime: need.dateTime('开始时间'),
        endtime: may.dateTime('结束时间'),
        dise_codg: may.text('病种编码', 30),
        dise_name: may.text('病种名称', 500),
        exp_content: may.extension('字段扩展'),
      }),
    }),
    output: z.object({
      trtinfo: z.array(
        z.object({
          psn_no: give.text('人员编号'),
          trt_chk_type: give.text('待遇检查类型'),
          fund_pay_type: give.text('基金支付类型'),
          trt_enjymnt_flag: give.text('基金款项待遇享受标志'),
          begndate: give.text('开始日期'),
          enddate: give.textOrNull('结束日期'),
          trt_chk_rslt: give.text('待遇检查结果'),
          exp_content: give.text('字段扩展'),
        }),
      ),
    }),
  }),
  '2501': transaction({
    zh: '转院备案',
    en: 'File a referral',
    paths: [],
    effect: 'change',
    sender: 'hospital',
    input: z.object({
      refmedin: node({
        psn_no: need.code('人员编号', 30),
        insutype: may.code('险种类型', 6),
        tel: may.text('联系电话', 50),
        addr: may.text('联系地址', 200),
        insu_optins: may.code('参保机构医保区划', 6),
        diag_code: need.text('诊断代码', 20),
        diag_name: need.text('诊断名称', 100),
        dise_cond_dscr: may.text('疾病病情描述', 2000),
        reflin_medins_no: need.code('转往定点医药机构编号', 30),
        reflin_medins_name: need.text('转往医院名称', 200),
        mdtrtarea_admdvs: need.division('就医地行政区划'),
        hosp_agre_refl_flag: may.choice('医院同意转院标志', ['0', '1']),
        refl_type: need.choice('转院类型', ['1', '2', '3']),
        refl_date: need.date('转院日期'),
        refl_rea: need.text('转院原因', 100),
        refl_opnn: need.text('转院意见', 200),
        begndate: may.date('开始日期'),
        enddate: may.date('结束日期'),
        refl_old_mdtrt_id: may.code('转院前就诊ID', 30),
        refl_used_flag: may.code('转诊使用标志', 3),
      }),
    }),
    output: z.object({ result: z.object({ trt_dcla_detl_sn: give.text('待遇申报明细流水号') }) }),
  }),
  '2502': transaction({
    zh: '转院备案撤销',
    en: 'Withdraw a referral',
    paths: [],
    effect: 'change',
    sender: 'hospital',
    input: z.object({ data: withdrawn }),
    output: z.object({}),
  }),
  '2503': transaction({
    zh: '人员慢特病备案',
    en: 'File a chronic or special illness',
    paths: [],
    effect: 'change',
    sender: 'hospital',
    input: z.object({
      data: node({
        psn_no: need.code('人员编号', 30),
        insutype: need.code('险种类型', 6),
        opsp_dise_code: need.code('门慢门特病种目录代码', 30),
        opsp_dise_name: need.text('门慢门特病种名称', 300),
        tel: may.text('联系电话', 50),
        addr: may.text('联系地址', 200),
        insu_optins: may.code('参保机构医保区划', 6),
        ide_fixmedins_no: need.code('鉴定定点医药机构编号', 30),
        ide_fixmedins_name: need.text('鉴定定点医药机构名称', 200),
        hosp_ide_date: need.date('医院鉴定日期'),
        diag_dr_codg: need.text('诊断医师编码', 30),
        diag_dr_name: need.text('诊断医师姓名', 50),
        begndate: need.date('开始日期'),
        enddate: may.date('结束日期'),
      }),
    }),
    output: z.object({ result: z.object({ trt_dcla_detl_sn: give.text('待遇申报明细流水号') }) }),
  }),
  '2504': transaction({
    zh: '人员慢特病备案撤销',
    en: 'Cancel the filing of an illness',
    paths: [],
    effect: 'change',
    sender: 'hospital',
    input: z.object({ data: withdrawn }),
    output: z.object({}),
  }),
};
