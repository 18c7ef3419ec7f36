import { Injectable } from '@nestjs/common';
import { isInfno } from '@medisettle/national';
import { Metrics } from '@medisettle/program';
import { Transactions } from '../database/transactions.js';
import { MessageDesk } from '../messages/message-desk.js';
import { SettlementWriter } from '../settlements/writer/settlement-writer.js';
import { Traffic } from '../traffic/traffic.js';

/** A counter that has not been heard of for this long is taken for away. */
const AWAY_SECONDS = 60;

/** This centre's figures for Prometheus; described in `docs/metrics.md`. */
@Injectable()
export class CentreMetrics {
  readonly metrics = new Metrics('settlement');

  constructor(
    private readonly transactions: Transactions,
    traffic: Traffic,
    desk: MessageDesk,
    writer: SettlementWriter,
  ) {
    const { metrics } = this;
    const messages = metrics.counter({
      name: 'messages_total',
      help: 'Answered messages of the national interface.',
      labels: ['infno', 'outcome'],
    });
    const refused = metrics.counter({
      name: 'refusals_total',
      help: 'Refused and unknown messages, by the code of the catalogue.',
      labels: ['code'],
    });
    const took = metrics.duration({
      name: 'message_seconds',
      help: 'From a message’s arrival to its answer.',
      labels: ['infno'],
    });
    traffic.ended.subscribe(({ infno, outcome, code, ms }) => {
      // Whatever somebody writes as a number is no label of its own.
      const known = isInfno(infno) ? infno : 'other';
      messages({ infno: known, outcome });
      took(ms, { infno: known });
      if (outcome === 'refused' || outcome === 'unknown') refused({ code });
    });
    metrics.gauge({ name: 'messages_under_way', help: 'Messages that are being answered.' }, () => [
      { value: desk.messagesUnderWay },
    ]);
    metrics.gauge({ name: 'writer_waiting', help: 'Settlements that wait for the writer.' }, () => [
      { value: writer.waiting },
    ]);
    metrics.gauge({ name: 'writer_batches', help: 'Batches of settlements under way.' }, () => [
      { value: writer.batchesUnderWay },
    ]);
    metrics.gauge(
      { name: 'unknown_across_provinces', help: 'Messages whose outcome in another province is not known.' },
      () => this.unknown(),
    );
    metrics.gauge(
      {
        name: 'terminals',
        help: 'Counters by whether they were heard of in the last minute.',
        labels: ['state'],
      },
      () => this.terminals(),
    );
    metrics.gauge(
      { name: 'terminals_unknown', help: 'Messages without an end at the counters, as they last said.' },
      () => this.unknownAtCounters(),
    );
  }

  private async unknown() {
    return this.transactions.reader.query<{ value: number }>(
      'SELECT count(*) AS value FROM medisettle.province_intent WHERE ended_at IS NULL',
    );
  }

  private async terminals() {
    const rows = await this.transactions.reader.query<{ heard: boolean; value: number }>(
      `SELECT heard_at > now() - $1 * interval '1 second' AS heard, count(*) AS value FROM medisettle.terminal GROUP BY 1`,
      [AWAY_SECONDS],
    );
    const of = (wanted: boolean): number => rows.find(({ heard }) => heard === wanted)?.value ?? 0;
    return [
      { labels: { state: 'heard' }, value: of(true) },
      { labels: { state: 'away' }, value: of(false) },
    ];
  }

  private async unknownAtCounters() {
    return this.transactions.reader.query<{ value: number }>(
      'SELECT coalesce(sum(unknown_count), 0)::bigint AS value FROM medisettle.terminal',
    );
  }
}
