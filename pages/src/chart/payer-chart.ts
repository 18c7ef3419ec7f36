import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { Payer } from '@medisettle/benefits';

use([LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

/** What one payer pays over time; a point each time it changes. */
export interface PayerSeries {
  readonly payer: Payer;
  readonly name: string;
  /** Day and yuan. The points of all series are on the same days. A gap is null. */
  readonly points: readonly (readonly [day: string, yuan: string | null])[];
}

export interface ShownChart {
  show(series: readonly PayerSeries[], written: (yuan: string) => string): void;
  close(): void;
}

/** A colour of the design, as the page has it now. */
const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/**
 * Draws who pays over time, stacked, into an element. Payers differ by pattern as well as by colour. The bubble is drawn,
 * not written into the document, since the page allows no inline styles.
 */
export function openPayerChart(place: HTMLElement): ShownChart {
  const chart = init(place, undefined, { renderer: 'canvas' });
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  return {
    show: (series, written) => {
      const text = { color: colour('ink-soft'), fontFamily: getComputedStyle(place).fontFamily, fontSize: 14 };
      chart.setOption(
        {
          animation: false,
          textStyle: text,
          aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
          legend: { top: 0, left: 0, itemGap: 20, textStyle: { ...text, color: colour('ink') } },
          grid: { left: 8, right: 24, top: 48, bottom: 4, containLabel: true },
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
            valueFormatter: (value: unknown) => (typeof value === 'string' ? written(value) : '–'),
          },
          series: series.map(({ payer, name, points }) => ({
            type: 'line',
            name,
            stack: 'bill',
            step: 'end',
            symbol: 'none',
            data: points,
            color: colour(payer),
            lineStyle: { width: 1, color: colour(payer) },
            areaStyle: { opacity: 1, color: colour(payer) },
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
