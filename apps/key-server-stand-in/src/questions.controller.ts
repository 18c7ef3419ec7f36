import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { answerLine, parseQuestionLine, replyAsTestIssuer } from '@medisettle/card';
import { For, httpRefusal } from '@medisettle/program';

/** "No key for the holder's file", as the national reader functions number it. */
const NO_KEY = '-2203';

/** Takes a question as one line and answers with one line, as a key server in the field does. */
@Controller('api/key-questions')
@For('terminal')
export class QuestionsController {
  @Post()
  @HttpCode(200)
  @Header('content-type', 'text/plain; charset=utf-8')
  reply(@Body() body: unknown): string {
    const question = typeof body === 'string' ? parseQuestionLine(body.trim()) : null;
    if (!question) {
      const expected = { expectedZh: '应为九项，每项以竖线结尾', expectedEn: 'nine items, each followed by a bar' };
      throw httpRefusal('MSG-FIELD-INVALID', { field: 'body', ...expected });
    }
    const reply = replyAsTestIssuer(question);
    return reply.outcome === 'answered' ? answerLine(reply.answer) : NO_KEY;
  }
}
