import { useEffect, useRef, useState } from 'preact/hooks';
import type { SimulationQuestion } from '../../../apps/settlement/src/simulator/simulation-terms.js';
import type { ShownChart } from '../chart/payer-chart.js';
import { dayNumber, isDay, today } from '../fields/day.js';
import { TextField } from '../fields/fields.js';
import { idOf, type Problems, WithProblems } from '../fields/problems.js';
import { useTexts } from '../language/language.js';
import type { Texts } from '../language/zh.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { compare, type ComparedPeriod, type DayOutcome, sameOutcome, seriesOf } from './comparison.js';
import { PeriodList } from './period-list.js';
import { periodsBetween } from './what-if.js';

const DAYS_MAX = 20 * 366;

interface Range {
  readonly from: string;
  readonly to: string;
}

/** The centre did not answer one of the questions, so the comparison says nothing. */
class Unreachable extends Error {}

function Chart({ periods }: { readonly periods: readonly ComparedPeriod[] }) {
  const { whatIf: texts, payers } = useTexts();
  const { amount, day } = useValues();
  const place = useRef<HTMLDivElement>(null);
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    let [shown, closed] = [undefined as ShownChart | undefined, false];
    // The library comes when the first chart is wanted; a chart that was left in the meantime is not drawn.
    setAway(false);
    void import('../chart/payer-chart.js').then(
      ({ openPayerChart }) => {
        if (closed || place.current === null) return;
        shown = openPayerChart(place.current);
        shown.show(
          seriesOf(periods, (payer) => payers[payer]),
          periods.slice(1).map(({ from }) => from),
          { amount: (yuan) => amount(fenOf(yuan)), day },
        );
      },
      () => setAway(!closed),
    );
    return () => {
      closed = true;
      shown?.close();
    };
  }, [periods, payers]);
  return (
    <figure class="chart">
      <figcaption>{texts.chart}</figcaption>
      {isAway ? <Trouble answer={{ outcome: 'unreachable' }} /> : null}
      <div ref={place} hidden={isAway} class="chart-place" role="img" aria-label={texts.chartLabel(periods.length)} />
    </figure>
  );
}

function problemsOf({ from, to }: Range, texts: Texts['problems']): Problems {
  const wrong = {
    ...(isDay(from) ? {} : { 'whatIf.from': texts.day }),
    ...(isDay(to) ? {} : { 'whatIf.to': texts.day }),
  };
  if (Object.keys(wrong).length > 0) return wrong;
  if (to < from) return { 'whatIf.to': texts.order };
  return dayNumber(to) - dayNumber(from) > DAYS_MAX ? { 'whatIf.to': texts.span } : {};
}

/** The same bill on other days. */
export function WhatIf({ question }: { readonly question: SimulationQuestion | undefined }) {
  const { whatIf: texts, problems: problemTexts } = useTexts();
  const { ask } = useSession();
  const [range, setRange] = useState<Range>({ from: '2023-06-30', to: '2023-07-01' });
  const [problems, setProblems] = useState<Problems>({});
  const [done, setDone] = useState<number>();
  const [unreachable, setUnreachable] = useState(false);
  const [periods, setPeriods] = useState<readonly ComparedPeriod[]>();
  const under = useRef<AbortController>(undefined);

  // What was found for one bill says nothing of another.
  useEffect(() => {
    setPeriods(undefined);
    return () => under.current?.abort();
  }, [question]);

  const run = async (chosen: Range): Promise<void> => {
    setRange(chosen);
    const wrong = problemsOf(chosen, problemTexts);
    setProblems(wrong);
    const [first] = Object.keys(wrong);
    if (first !== undefined) document.getElementById(idOf(first))?.focus();
    if (first !== undefined || question === undefined) return;
    under.current?.abort();
    const controller = new AbortController();
    under.current = controller;
    const askOn = async (date: string): Promise<DayOutcome> => {
      const answer = await ask<Extract<DayOutcome, { outcome: 'answered' }>['body']>(
        '/api/benefit-simulations',
        { ...question, date },
        controller.signal,
      );
      if (answer.outcome === 'unreachable') throw new Unreachable();
      return answer;
    };
    setUnreachable(false);
    setPeriods(undefined);
    setDone(0);
    try {
      const found = await periodsBetween(chosen.from, chosen.to, {
        ask: askOn,
        same: sameOutcome,
        onProgress: setDone,
      });
      setPeriods(compare(found));
    } catch (error) {
      // Another comparison has taken the place of this one.
      if (controller.signal.aborted) return;
      if (!(error instanceof Unreachable)) throw error;
      setUnreachable(true);
    } finally {
      if (under.current === controller) setDone(undefined);
    }
  };

  return (
    <section class="card stack what-if" aria-labelledby="what-if-title">
      <div>
        <h2 id="what-if-title">{texts.title}</h2>
        <p class="soft">{texts.lead}</p>
      </div>
      {question === undefined ? (
        <p class="empty">{texts.needsBill}</p>
      ) : (
        <>
          <WithProblems value={problems}>
            <form
              class="range"
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                void run(range);
              }}
            >
              <TextField
                path="whatIf.from"
                kind="day"
                label={texts.from}
                value={range.from}
                onChange={(from) => setRange({ ...range, from })}
              />
              <TextField
                path="whatIf.to"
                kind="day"
                label={texts.to}
                value={range.to}
                onChange={(to) => setRange({ ...range, to })}
              />
              <button type="submit" class="button first">
                {texts.compare}
              </button>
              <button
                type="button"
                class="button quiet"
                onClick={() => void run({ from: '2023-06-30', to: '2023-07-01' })}
              >
                {texts.reform}
              </button>
              <button type="button" class="button quiet" onClick={() => void run({ from: '2018-01-01', to: today() })}>
                {texts.years}
              </button>
            </form>
          </WithProblems>
          <p role="status" class={done === undefined && !unreachable ? 'found' : 'soft'}>
            {unreachable
              ? problemTexts.unreachable
              : done !== undefined
                ? texts.comparing(done)
                : periods === undefined
                  ? ''
                  : periods.length === 1
                    ? texts.same
                    : texts.found(periods.length - 1)}
          </p>
          {periods ? (
            <>
              {periods.length > 1 ? <Chart periods={periods} /> : null}
              <PeriodList periods={periods} />
            </>
          ) : null}
        </>
      )}
    </section>
  );
}
