import { refusalEntries } from './entry.js';

/** What can be wrong with files (9101, 9102) and with what an institution reconciles (3201, 3202). */
export const RECONCILIATION_REFUSALS = refusalEntries({
  'FILE-MISSING': {
    class: 'permanent',
    actor: 'his',
    zh: '上传报文中没有文件：应为 multipart/form-data 的 jsonStr 与 file 两部分，或在 in 中给出 base64 内容。',
    en: 'The upload has no file: multipart/form-data with the parts jsonStr and file is expected, or base64 in the field in.',
  },
  'FILE-NAME': {
    class: 'permanent',
    actor: 'his',
    zh: '文件名不能含有路径或控制字符。',
    en: 'A file name may not contain a path or control characters.',
  },
  'FILE-TOO-LARGE': {
    class: 'permanent',
    actor: 'his',
    zh: '文件超过{most}上限。',
    en: 'The file is larger than {most}.',
  },
  'FILE-UNKNOWN': {
    class: 'permanent',
    actor: 'his',
    zh: '没有该文件查询号，或文件已过期，或不属于该机构。',
    en: 'There is no such file of this institution, or it has expired.',
  },
  'FILE-SHELF-FULL': {
    class: 'transient',
    actor: 'centre',
    zh: '该机构在中心保存的文件已满，请待旧文件过期后再上传。',
    en: "The centre's place for files of this institution is full. Upload again when older ones have expired.",
  },
  'RECON-RANGE': {
    class: 'permanent',
    actor: 'his',
    zh: '对账日期范围不正确：结束日期不能早于开始日期，且最多{days}天。',
    en: 'The days to reconcile must run from the first to the last, at most {days} of them.',
  },
  'RECON-ZIP': {
    class: 'permanent',
    actor: 'his',
    zh: '对账文件不是完整的ZIP文件（可能上传中断或内容损坏），请重新生成并上传。',
    en: 'The file is no complete ZIP file: it was cut off or is damaged. Make it again and upload it.',
  },
  'RECON-ZIP-CONTENT': {
    class: 'permanent',
    actor: 'his',
    zh: 'ZIP文件中应当只有一个TXT文件。',
    en: 'The ZIP file must contain one TXT file and nothing else.',
  },
  'RECON-ZIP-NAME': {
    class: 'permanent',
    actor: 'his',
    zh: 'ZIP文件中的文件名指向文件夹之外，不予接受。',
    en: 'A file name in the ZIP file leads out of its folder.',
  },
  'RECON-ZIP-SIZE': {
    class: 'permanent',
    actor: 'his',
    zh: '对账文件解压后超过{most}上限。',
    en: 'The unpacked file is larger than {most}.',
  },
  'RECON-FILE-ENCODING': {
    class: 'permanent',
    actor: 'his',
    zh: '对账文件不是UTF-8编码（例如误用GBK），请用UTF-8重新生成。',
    en: 'The file is not UTF-8 (GBK, perhaps). Make it again in UTF-8.',
  },
  'RECON-FILE-EMPTY': {
    class: 'permanent',
    actor: 'his',
    zh: '对账文件没有内容，而报文的结算笔数不为0。',
    en: 'The file has no rows, but the message says that there are settlements.',
  },
  'RECON-FILE-TOTALS': {
    class: 'permanent',
    actor: 'his',
    zh: '对账文件与报文不符：文件共{rows}行、医疗费总额{total}、基金支付{fund}。文件可能不完整。',
    en: 'File and message disagree: the file has {rows} rows, total {total}, funds {fund}. It may be incomplete.',
  },
  'RECON-ROW-COLUMNS': {
    class: 'permanent',
    actor: 'his',
    zh: '对账文件第{line}行的列数不是7（以TAB分隔）。',
    en: 'Row {line} of the file does not have 7 columns, separated by TAB.',
  },
  'RECON-ROW-VALUE': {
    class: 'permanent',
    actor: 'his',
    zh: '对账文件第{line}行的 {column} 不正确。',
    en: 'Row {line} of the file: {column} is not valid.',
  },
  'RECON-ROW-DUPLICATE': {
    class: 'permanent',
    actor: 'his',
    zh: '对账文件第{line}行与第{first}行重复。',
    en: 'Row {line} of the file says the same as row {first}.',
  },
  'RECON-ROW-FOREIGN': {
    class: 'permanent',
    actor: 'his',
    zh: '对账文件第{line}行不是该机构的结算，整份文件没有处理。',
    en: 'Row {line} of the file is a settlement of another institution; nothing of the file was taken.',
  },
  'RECON-DIFFERENCE-UNKNOWN': {
    class: 'permanent',
    actor: 'agency',
    zh: '该对账结果中没有这一行差异。',
    en: 'The statement has no such difference.',
  },
  'RECON-CURE-ELSEWHERE': {
    class: 'permanent',
    actor: 'agency',
    zh: '该差异不能由中心处理：{cure}。',
    en: 'The centre cannot cure this difference; the institution does: {cure}.',
  },
  'RECON-CURE-OUTDATED': {
    class: 'permanent',
    actor: 'agency',
    zh: '机构在后来的明细对账中已有该结算，不能再冲正。',
    en: 'The institution has had this settlement in a later comparison; it is not reversed.',
  },
});
