/**
 * How many cards of each kind were accepted at the counters in a week.
 * @typedef {{ old: number, new: number, refused: number }} WeekOfUse
 */

const WIDTH = 880;
const HEIGHT = 400;
const EDGE = { left: 64, right: 24, top: 56, bottom: 48 };

const LINES = /** @type {const} */ ([
  { key: 'old', colour: '#8a5a00', name: 'old cards accepted 旧卡' },
  { key: 'new', colour: '#00629b', name: 'new cards accepted 新卡' },
  { key: 'refused', colour: '#a4262c', name: 'refused, rightly 正确拒绝' },
]);

/** A round number that is at least this. @param {number} most */
function roundUp(most) {
  const step = 10 ** Math.floor(Math.log10(Math.max(most, 10)));
  return Math.ceil(most / step) * step;
}

/**
 * @param {readonly WeekOfUse[]} weeks
 * @param {string} title
 * @returns {string} an SVG drawing of old and new cards in use over time
 */
export function drawChart(weeks, title) {
  const top = roundUp(Math.max(...weeks.flatMap((week) => [week.old, week.new, week.refused])));
  const right = WIDTH - EDGE.right;
  const bottom = HEIGHT - EDGE.bottom;
  /** @param {number} week */
  const x = (week) => Math.round(EDGE.left + (week * (right - EDGE.left)) / Math.max(weeks.length - 1, 1));
  /** @param {number} count */
  const y = (count) => Math.round(bottom - (count * (bottom - EDGE.top)) / top);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const height = y(top * share);
    return `<line x1="${EDGE.left}" y1="${height}" x2="${right}" y2="${height}" stroke="#ddd"/><text x="${EDGE.left - 8}" y="${height + 4}" text-anchor="end">${Math.round(top * share)}</text>`;
  });
  const ticks = weeks.flatMap((_, week) =>
    week % 4 === 0 ? [`<text x="${x(week)}" y="${bottom + 18}" text-anchor="middle">${week + 1}</text>`] : [],
  );
  const lines = LINES.map(({ key, colour }) => {
    const points = weeks.map((week, index) => `${x(index)},${y(week[key])}`).join(' ');
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>`;
  });
  const legend = LINES.map(
    ({ colour, name }, index) =>
      `<rect x="${EDGE.left + index * 220}" y="34" width="12" height="4" fill="${colour}"/><text x="${EDGE.left + 18 + index * 220}" y="40">${name}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${EDGE.left}" y="22" font-size="15">${title}</text>`,
    ...legend,
    ...grid,
    ...lines,
    ...ticks,
    `<text x="${right}" y="${HEIGHT - 10}" text-anchor="end">week of the exchange 周</text>`,
    '</svg>',
    '',
  ].join('\n');
}
