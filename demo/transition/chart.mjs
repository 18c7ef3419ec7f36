import { drawLines } from '../../set-up/line-chart.mjs';

/**
 * How many cards of each kind were accepted at the counters in a week.
 * @typedef {{ old: number, new: number, refused: number }} WeekOfUse
 */

const LINES = /** @type {const} */ ([
  { key: 'old', colour: '#8a5a00', name: 'old cards accepted 旧卡' },
  { key: 'new', colour: '#00629b', name: 'new cards accepted 新卡' },
  { key: 'refused', colour: '#a4262c', name: 'refused, rightly 正确拒绝' },
]);

/**
 * @param {readonly WeekOfUse[]} weeks
 * @param {string} title
 * @returns {string} an SVG drawing of old and new cards in use over time
 */
export const drawChart = (weeks, title) =>
  drawLines({
    title,
    lines: LINES.map(({ key, ...line }) => ({ ...line, values: weeks.map((week) => week[key]) })),
    axis: 'week of the exchange 周',
    tick: (week) => (week % 4 === 0 ? String(week + 1) : null),
  });
