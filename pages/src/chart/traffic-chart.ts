import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { TrafficSecond } from '../../../apps/settlement/src/traffic/traffic.js';
import { colour } from './colour.js';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** What the chart counts of a second, and the time of settlements on an axis of its own. */
export type TrafficSeries = 'settled' | 'undone' | 'refused' | 'unknown' | 'p99';

const VALUES: Readonly<Record<TrafficSeries, (second: TrafficSecond) => number | null>> = {
  settled: ({ counts }) => counts.settled,
  undone: ({ counts }) => counts.cancelled + counts.reversed,
  refused: ({ counts }) => counts.refused,
  unknown: ({ counts }) => counts.unknown,
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

const pointsOf = (name: TrafficSeries, seconds: readonly TrafficSecond[]): [number, number | null][] =>
  seconds.map((second) => [second.second * 1_000, VALUES[name](second)]);

export interface ShownTraffic {
  /** Draws the seconds, the oldest first. */
  show(seconds: readonly TrafficSecond[]): void;
  close(): void;
}

/**
 * Draws what is answered, second by second, and how long settlements take. Each second only the points are exchanged, so
 * that a busy centre draws no slower than a quiet one.
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
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  const text = { color: colour('ink-soft'), fontFamily: getComputedStyle(place).fontFamily, fontSize: 14 };
  const axis = { type: 'value', axisLabel: text, minInterval: 1, splitLine: { lineStyle: { color: colour('line') } } };
  chart.setOption({
    animation: false,
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
      name: names[name],
      type: name === 'p99' ? 'line' : 'bar',
      ...(name === 'p99'
        ? {
            yAxisIndex: 1,
            symbol: 'circle',
            symbolSize: 5,
            lineStyle: { width: 2, type: 'dashed', color: colour(COLOURS[name]) },
          }
        : { stack: 'messages', barCategoryGap: '10%' }),
      color: colour(COLOURS[name]),
      data: [],
    })),
  });
  chart.getZr().on('click', ({ offsetX, offsetY }) => {
    const [ms] = chart.convertFromPixel({ seriesIndex: 0 }, [offsetX, offsetY]);
    if (ms !== undefined && Number.isFinite(ms)) picked(Math.round(ms / 1_000));
  });
  return {
    show: (seconds) => chart.setOption({ series: NAMES.map((name) => ({ data: pointsOf(name, seconds) })) }),
    close: () => {
      watch.disconnect();
      chart.dispose();
    },
  };
}
