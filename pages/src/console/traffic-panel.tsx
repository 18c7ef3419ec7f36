import { useEffect, useRef } from 'preact/hooks';
import type { TrafficSecond } from '../../../apps/settlement/src/traffic/traffic.js';
import type { ShownTraffic } from '../chart/traffic-chart.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { SecondsList } from './seconds-list.js';
import type { ConsoleNow } from './use-console.js';

/** A time in milliseconds in words; nothing was settled where there is none. */
export function useMilliseconds(): (ms: number | null) => string {
  const { ms: written } = useTexts().operator.console;
  const { number } = useValues();
  return (ms) => (ms === null ? '–' : written(number(ms)));
}

/** How it goes right now, in a few figures. */
export function NowFigures({ now }: Pick<ConsoleNow, 'now'>) {
  const { figures: texts } = useTexts().operator.console;
  const { number } = useValues();
  const milliseconds = useMilliseconds();
  const figures = {
    settledPerSecond: number(now.settledPerSecond),
    p50Ms: milliseconds(now.p50Ms),
    p99Ms: milliseconds(now.p99Ms),
    underWay: number(now.underWay),
    waiting: number(now.waiting),
  };
  return (
    <dl class="now-figures">
      {(Object.keys(figures) as (keyof typeof figures)[]).map((name) => (
        <div key={name} class="card">
          <dt>{texts[name]}</dt>
          <dd class="figure" data-figure={name}>
            {figures[name]}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface TrafficPanelProps extends Pick<ConsoleNow, 'seconds' | 'now'> {
  readonly onSecond: (second: number) => void;
}

/** The last minutes as a chart; a click on a second asks for its messages. */
export function TrafficPanel({ seconds, now, onSecond }: TrafficPanelProps) {
  const { console: texts } = useTexts().operator;
  const { clock, number } = useValues();
  const milliseconds = useMilliseconds();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ShownTraffic | undefined>(undefined);
  const latest = useRef<readonly TrafficSecond[]>(seconds);
  latest.current = seconds;
  /** Set while the chart could not be loaded, since the centre was away. */
  const again = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    let closed = false;
    const load = (): void => {
      again.current = undefined;
      import('../chart/traffic-chart.js').then(
        ({ openTrafficChart }) => {
          if (closed || place.current === null) return;
          chart.current = openTrafficChart(place.current, texts.series, clock, onSecond);
          chart.current.show(latest.current);
        },
        () => {
          if (!closed) again.current = load;
        },
      );
    };
    load();
    return () => {
      closed = true;
      again.current = undefined;
      chart.current?.close();
      chart.current = undefined;
    };
  }, [texts]);
  useEffect(() => {
    chart.current?.show(seconds);
    // Its next word says that the centre is there again.
    again.current?.();
  }, [seconds]);
  return (
    <section class="card stack" aria-labelledby="traffic-title">
      <h2 id="traffic-title">{texts.chart}</h2>
      <div
        ref={place}
        class="traffic-chart"
        role="img"
        aria-label={texts.chartLabel(number(now.settledPerSecond), milliseconds(now.p99Ms))}
      />
      <p class="hint">{texts.chartHint}</p>
      <SecondsList seconds={seconds} onSecond={onSecond} />
    </section>
  );
}
