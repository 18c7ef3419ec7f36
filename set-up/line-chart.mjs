// Draws lines over time as SVG, for the documents.

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {string} colour
 * @property {readonly number[]} values
 */

/**
 * A stretch of time with a name.
 * @typedef {{ name: string, from: number, to: number }} Stretch
 */

/**
 * @typedef {object} Chart
 * @property {string} title
 * @property {readonly Line[]} lines as many values each
 * @property {string} axis what runs from left to right
 * @property {(index: number) => string | null} tick what is written below a value
 * @property {readonly Stretch[]} [stretches] by the numbers of the values; shaded
 */

const WIDTH = 880;
const HEIGHT = 400;
const EDGE = { left: 64, right: 24, top: 56, bottom: 48 };

/** A round number that is at least this. @param {number} most */
function roundUp(most) {
  const step = 10 ** Math.floor(Math.log10(Math.max(most, 10)));
  return Math.ceil(most / step) * step;
}

/**
 * @param {Chart} chart
 * @returns {string} the drawing
 */
export function drawLines({ title, lines, axis, tick, stretches = [] }) {
  const top = roundUp(Math.max(...lines.flatMap(({ values }) => values)));
  const count = Math.max(...lines.map(({ values }) => values.length));
  const right = WIDTH - EDGE.right;
  const bottom = HEIGHT - EDGE.bottom;
  /** @param {number} index */
  const x = (index) => Math.round(EDGE.left + (index * (right - EDGE.left)) / Math.max(count - 1, 1));
  /** @param {number} value */
  const y = (value) => Math.round(bottom - (value * (bottom - EDGE.top)) / top);
  const shaded = stretches.map(
    ({ name, from, to }) =>
      `<rect x="${x(from)}" y="${EDGE.top}" width="${x(to) - x(from)}" height="${bottom - EDGE.top}" fill="#f6efe6"/><text x="${x(from) + 6}" y="${EDGE.top + 16}">${name}</text>`,
  );
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const height = y(top * share);
    return `<line x1="${EDGE.left}" y1="${height}" x2="${right}" y2="${height}" stroke="#ddd"/><text x="${EDGE.left - 8}" y="${height + 4}" text-anchor="end">${Math.round(top * share)}</text>`;
  });
  const ticks = Array.from({ length: count }, (_, index) => {
    const written = tick(index);
    return written === null ? '' : `<text x="${x(index)}" y="${bottom + 18}" text-anchor="middle">${written}</text>`;
  }).filter((text) => text !== '');
  const drawn = lines.map(({ colour, values }) => {
    const points = values.map((value, index) => `${x(index)},${y(value)}`).join(' ');
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>`;
  });
  const legend = lines.map(
    ({ colour, name }, index) =>
      `<rect x="${EDGE.left + index * 220}" y="34" width="12" height="4" fill="${colour}"/><text x="${EDGE.left + 18 + index * 220}" y="40">${name}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${EDGE.left}" y="22" font-size="15">${title}</text>`,
    ...shaded,
    ...legend,
    ...grid,
    ...drawn,
    ...ticks,
    `<text x="${right}" y="${HEIGHT - 10}" text-anchor="end">${axis}</text>`,
    '</svg>',
    '',
  ].join('\n');
}
