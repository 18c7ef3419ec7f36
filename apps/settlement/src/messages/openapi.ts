import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { isInfno, TRANSACTIONS, transactionOf, type Transaction } from '@medisettle/national';
import { z } from 'zod';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;

const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
  return described;
};

const ENVELOPE = [
  'infno',
  'msgid',
  'mdtrtarea_admvs',
  'insuplc_admdvs',
  'dev_no',
  'opter',
  'inf_time',
  'fixmedins_code',
];

function requestOf(input: object): object {
  const text = { type: 'string' };
  return {
    type: 'object',
    required: ['infno', 'fixmedins_code', 'input'],
    properties: { ...Object.fromEntries(ENVELOPE.map((field) => [field, text])), input },
  };
}

function answerOf(output: object): object {
  return {
    type: 'object',
    properties: {
      infcode: { type: 'integer', enum: [0, -1] },
      inf_refmsgid: { type: 'string' },
      refmsg_time: { type: 'string' },
      respond_time: { type: 'string' },
      err_msg: { type: 'string' },
      output,
    },
  };
}

function operationOf(infno: string, row: Transaction): Operation {
  const json = (schema: object) => ({ 'application/json': { schema } });
  return {
    tags: [row.effect === 'read' ? 'read' : 'change'],
    operationId: `transaction-${infno}-${row.paths.length > 0 ? 'own-path' : 'dispatcher'}`,
    summary: `${infno} ${row.zh} — ${row.en}`,
    requestBody: { required: true, content: json(requestOf(schemaOf(row.input))) },
    responses: { '200': { description: 'An answer, good or bad', content: json(answerOf(schemaOf(row.output))) } },
  };
}

/** The OpenAPI document of the national interface, made from the schemas that check the messages. */
export function interfaceDocument(): OpenAPIObject {
  const numbers = Object.keys(TRANSACTIONS).filter(isInfno);
  const own = numbers.flatMap((infno) => {
    const row = transactionOf(infno);
    return row.paths.map((path): [string, { post: Operation }] => [
      `/fsi/api/${path}`,
      { post: { ...operationOf(infno, row), operationId: `transaction-${infno}-${path.split('/')[1] ?? ''}` } },
    ]);
  });
  const anyOf = numbers.map((infno) => ({ title: infno, ...requestOf(schemaOf(transactionOf(infno).input)) }));
  return {
    openapi: '3.1.0',
    info: {
      title: 'medisettle: national insurance interface',
      version: '1',
      description: 'Every transaction goes to the dispatcher; those with a path of their own are taken there too.',
    },
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    security: [{ key: [] }],
    paths: {
      '/fsi/api/rsfComIfsService/callService': {
        post: {
          tags: ['dispatcher'],
          operationId: 'dispatcher',
          summary: 'Dispatcher: every transaction, by infno',
          requestBody: { required: true, content: { 'application/json': { schema: { anyOf } } } },
          responses: { '200': { description: 'An answer, good or bad' } },
        },
      },
      ...Object.fromEntries(own),
    },
  };
}

/**
 * Serves the document and its page at `/docs`; everything the page needs comes from this program. It is written when it
 * is first asked for: a program that starts again after a crash has better to do.
 */
export function describeInterface(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, interfaceDocument);
}
