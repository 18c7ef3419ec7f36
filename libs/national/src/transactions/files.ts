import { z } from 'zod';
import { give, may, need, node } from '../message/fields.js';
import { transaction } from './transaction.js';

/** A file that fits into a message of 1 MiB, written in base64, in characters. */
const FILE_IN_MESSAGE_MAX = 1_048_576;

/**
 * Files go beside the message: up as `multipart/form-data` with the message in the part `jsonStr` and the bytes in the
 * part `file`, down as `application/octet-stream`. A small one may also be in the message.
 */
export const FILES = {
  '9101': transaction({
    zh: '文件上传',
    en: 'File upload',
    paths: ['fileupload/upload'],
    // A second copy of a file is another file that expires; there is nothing to keep once.
    effect: 'read',
    sender: 'any',
    input: z.object({
      fsUploadIn: node({
        in: may.text('文件数据（base64）', FILE_IN_MESSAGE_MAX),
        /** Filled in by the door that took the bytes. */
        upload: may.code('已接收文件', 64),
        filename: need.text('文件名', 200),
        fixmedins_code: need.code('医药机构编号', 30),
      }),
    }),
    output: z.object({
      file_qury_no: give.text('文件查询号'),
      filename: give.text('文件名'),
      fixmedins_code: give.text('医药机构编号'),
      dld_endtime: give.text('下载截止时间'),
    }),
  }),
  '9102': transaction({
    zh: '文件下载',
    en: 'File download',
    paths: ['fileupload/download'],
    effect: 'read',
    sender: 'any',
    input: z.object({
      fsDownloadIn: node({
        file_qury_no: need.code('文件查询号', 30),
        filename: may.text('文件名', 200),
        fixmedins_code: need.code('医药机构编号', 30),
      }),
    }),
    // What the doors go by; HIS gets the bytes.
    output: z.object({
      file_qury_no: give.text('文件查询号'),
      filename: give.text('文件名'),
      bytes: give.whole('文件长度'),
    }),
  }),
};
