import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Payer } from '@medisettle/benefits';
import { colour } from './colour.js';

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

/** What one payer pays over time; a point each time it changes. */
export interface PayerSeries {
  readonly payer: Payer;
  readonly name: string;
  /** Day and yuan. The points of all series are on the same days. A gap is null. */
  readonly points: readonly (readonly [day: string, yuan: string | null])[];
}

/** How the chart writes amounts and days. */
export interface ChartWords {
  readonly amount: (yuan: string) => string;
  readonly day: (day: string) => string;
}

export interface ShownChart {
  /**
   * @param changes days to mark
   * @param written how amounts and days are written
   */
  show(series: readonly PayerSeries[], changes: readonly string[], written: ChartWords): void;
  close(): void;
}

/** Upright lines at the days on which something changes, each with its day on top. */
const marks = (changes: readonly string[], written: ChartWords, text: object) => ({
  silent: true,
  symbol: 'none',
  lineStyle: { color: colour('ink'), width: 2, type: 'solid' },
  data: changes.map((day) => ({
    xAxis: day,
    label: { ...text, color: colour('ink'), fontWeight: 600, formatter: written.day(day) },
  })),
});

/**
 * Draws who pays over time, stacked, into an element. Payers differ by pattern as well as by colour. The bubble is drawn,
 * not written into the document, since the page allows no inline styles.
 */
export function openPayerChart(place: HTMLElement): ShownChart {
  const chart = init(place, undefined, { renderer: 'canvas' });
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  return {
    show: (series, changes, written) => {
      const text = { color: colour('ink-soft'), fontFamily: getComputedStyle(place).fontFamily, fontSize: 14 };
      chart.setOption(
        {
          animation: false,
          textStyle: text,
          aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
          legend: {
            top: 0,
            left: 0,
            itemGap: 20,
            icon: 'roundRect',
            itemWidth: 18,
            textStyle: { ...text, color: colour('ink') },
          },
          grid: { left: 8, right: 24, top: 72, bottom: 4, containLabel: true },
          xAxis: {
            type: 'time',
            axisLabel: { ...text, hideOverlap: true },
            axisLine: { lineStyle: { color: colour('line-strong') } },
          },
          yAxis: { type: 'value', axisLabel: text, splitLine: { lineStyle: { color: colour('line') } } },
          tooltip: {
            trigger: 'axis',
            renderMode: 'richText',
            backgroundColor: colour('surface'),
            borderColor: colour('line-strong'),
            textStyle: { ...text, color: colour('ink') },
            valueFormatter: (value: unknown) => (typeof value === 'string' ? written.amount(value) : '–'),
          },
          series: series.map(({ payer, name, points }, position) => ({
            type: 'line',
            name,
            stack: 'bill',
            step: 'end',
            symbol: 'none',
            data: points,
            color: colour(payer),
            lineStyle: { width: 1, color: colour(payer) },
            areaStyle: { opacity: 1, color: colour(payer) },
            ...(position === 0 ? { markLine: marks(changes, written, text) } : {}),
          })),
        },
        { notMerge: true },
      );
    },
    close: () => {
      watch.disconnect();
      chart.dispose();
    },
  };
}
