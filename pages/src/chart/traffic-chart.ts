import { BarChart, ScatterChart } from 'echarts/charts';
import { DatasetComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { TrafficSecond } from '../../../apps/settlement/src/traffic/traffic.js';
import { colour } from './colour.js';

use([BarChart, ScatterChart, DatasetComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** What the chart counts of a second, and the time of settlements on an axis of its own. */
export type TrafficSeries = 'settled' | 'undone' | 'refused' | 'unknown' | 'p99';

/** Nothing is drawn for what did not happen: most bars of most seconds are none. */
const above0 = (count: number): number | null => (count === 0 ? null : count);

const VALUES: Readonly<Record<TrafficSeries, (second: TrafficSecond) => number | null>> = {
  settled: ({ counts }) => above0(counts.settled),
  undone: ({ counts }) => above0(counts.cancelled + counts.reversed),
  refused: ({ counts }) => above0(counts.refused),
  unknown: ({ counts }) => above0(counts.unknown),
  p99: ({ p99Ms }) => (p99Ms === null ? null : Math.round(p99Ms * 10) / 10),
};

const COLOURS: Readonly<Record<TrafficSeries, string>> = {
  settled: 'pool-fund',
  undone: 'current-year-account',
  refused: 'cash',
  unknown: 'wrong',
  p99: 'critical-illness-fund',
};

const NAMES = Object.keys(VALUES) as TrafficSeries[];

/** A row of the table that all series share: the time in milliseconds, then their values. */
const rowOf = (second: TrafficSecond): (number | null)[] => [
  second.second * 1_000,
  ...NAMES.map((name) => VALUES[name](second)),
];

/** How far beside a bar of few pixels somebody may click, in seconds. */
const BESIDE = 3;

/** The second nearest to a click in which something was answered; the clicked one where nothing is near. */
function secondAt(seconds: readonly TrafficSecond[], clicked: number): number {
  const distance = ({ second }: TrafficSecond): number => Math.abs(second - clicked);
  const near = seconds
    .filter((second) => distance(second) <= BESIDE && Object.values(second.counts).some((count) => count > 0))
    .sort((a, b) => distance(a) - distance(b));
  return near[0]?.second ?? clicked;
}

export interface ShownTraffic {
  /** Draws the seconds, the oldest first. */
  show(seconds: readonly TrafficSecond[]): void;
  close(): void;
}

/**
 * Draws what is answered, second by second, and how long settlements take. Each second one row is new; while nobody sees the
 * page nothing is drawn.
 * @param names how the series are called
 * @param clock how a time is written, of an instant in ISO 8601
 * @param picked told the second (since 1970) that somebody has clicked on
 */
export function openTrafficChart(
  place: HTMLElement,
  names: Readonly<Record<TrafficSeries, string>>,
  clock: (at: string) => string,
  picked: (second: number) => void,
): ShownTraffic {
  const chart = init(place, undefined, { renderer: 'canvas' });
  let shown: readonly TrafficSecond[] = [];
  /** A second that is over does not change: its row is made once. */
  const rows = new WeakMap<TrafficSecond, (number | null)[]>();
  const rowFor = (second: TrafficSecond): (number | null)[] => {
    const row = rows.get(second) ?? rowOf(second);
    rows.set(second, row);
    return row;
  };
  const draw = (): void => {
    if (document.hidden) return;
    chart.setOption({ dataset: { source: shown.map(rowFor) } }, { lazyUpdate: true, silent: true });
  };
  document.addEventListener('visibilitychange', draw);
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  const text = { color: colour('ink-soft'), fontFamily: getComputedStyle(place).fontFamily, fontSize: 14 };
  const axis = { type: 'value', axisLabel: text, minInterval: 1, splitLine: { lineStyle: { color: colour('line') } } };
  chart.setOption({
    animation: false,
    dataset: { source: [], sourceHeader: false, dimensions: ['at', ...NAMES] },
    textStyle: text,
    legend: { top: 0, left: 0, itemGap: 20, textStyle: { ...text, color: colour('ink') } },
    grid: { left: 8, right: 8, top: 44, bottom: 4, containLabel: true },
    xAxis: {
      type: 'time',
      axisLabel: { ...text, hideOverlap: true, formatter: (ms: number) => clock(new Date(ms).toISOString()) },
      axisLine: { lineStyle: { color: colour('line-strong') } },
    },
    yAxis: [axis, { ...axis, splitLine: { show: false } }],
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: colour('surface'),
      borderColor: colour('line-strong'),
      textStyle: { ...text, color: colour('ink') },
    },
    series: NAMES.map((name) => ({
      encode: { x: 'at', y: name },
      name: names[name],
      type: name === 'p99' ? 'scatter' : 'bar',
      // Dots are drawn as one path; bars are not, since a path of hundreds of rectangles is filled more slowly than they are.
      large: name === 'p99',
      largeThreshold: 1,
      ...(name === 'p99' ? { yAxisIndex: 1, symbolSize: 4 } : { stack: 'messages', barCategoryGap: '10%' }),
      color: colour(COLOURS[name]),
    })),
  });
  chart.getZr().on('click', ({ offsetX, offsetY }) => {
    const [ms] = chart.convertFromPixel({ seriesIndex: 0 }, [offsetX, offsetY]);
    if (ms !== undefined && Number.isFinite(ms)) picked(secondAt(shown, Math.round(ms / 1_000)));
  });
  return {
    show: (seconds) => {
      shown = seconds;
      draw();
    },
    close: () => {
      document.removeEventListener('visibilitychange', draw);
      watch.disconnect();
      chart.dispose();
    },
  };
}
