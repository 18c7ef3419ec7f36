import { Body, Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { httpRefusal, readJson } from '@medisettle/program';
import { VirtualReaders } from '@medisettle/readers';
import { z } from 'zod';
import { DemoCards } from './demo-cards.js';

const Insertion = z.object({ card: z.string().min(1) });

/** Puts demo cards on virtual readers and pulls them. There is no such address where the readers are real. */
@Controller('api/virtual-readers')
export class VirtualReadersController {
  constructor(
    private readonly readers: VirtualReaders,
    private readonly cards: DemoCards,
  ) {}

  @Put(':name/card')
  @HttpCode(204)
  insert(@Param('name') name: string, @Body() body: unknown): void {
    this.mustExist(name);
    const card = this.cards.make(readJson(body, Insertion).card);
    if (!card) throw httpRefusal('DOOR-NOT-FOUND');
    this.readers.insert(name, card);
  }

  @Delete(':name/card')
  @HttpCode(204)
  pull(@Param('name') name: string): void {
    this.mustExist(name);
    this.readers.remove(name);
  }

  private mustExist(name: string): void {
    if (!this.readers.readers().some((reader) => reader.name === name)) throw httpRefusal('READER-UNKNOWN', {}, 404);
  }
}
