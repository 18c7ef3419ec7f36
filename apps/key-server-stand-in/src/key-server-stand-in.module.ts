import { Module } from '@nestjs/common';
import { QuestionsController } from './questions.controller.js';

/** The key server's stand-in for demo and tests. It knows the test issuer's keys, which open no real card. */
@Module({ controllers: [QuestionsController] })
export class KeyServerStandInModule {}
