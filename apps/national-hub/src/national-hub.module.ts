import { Module } from '@nestjs/common';

/** The national hub's stand-in for demo and tests: it answers that it is there, and holds no rule of its own. */
@Module({})
export class NationalHubModule {}
