/**
 * The table of error codes as a document, made from the catalogue of refusals so that it cannot differ from it.
 * @typedef {{ class: string, actor: string, zh: string, en: string, hotline?: string }} Entry
 */

const PREAMBLE = `# Error codes

Made from the catalogue in \`libs/national/src/refusals\` by \`npm run docs\`; a test fails when the two differ.

An answer of the national interface that is no success has \`infcode\` -1 and an \`err_msg\` that begins with a code in
square brackets; an HTTP status of 4xx has the code in \`code\`. A code never changes its meaning. Words in braces are
filled in.

* **class** — \`business\`: this message is refused, and so is every repetition of it under the same \`msgid\`.
  \`transient\`: nothing was kept, send the same message again. \`permanent\`: the message or the call itself is wrong and
  must be mended.
* **who acts** — patient, cashier, reader (whoever looks after the card reader), network, centre, issuer (of cards),
  agency (which tells the centre of persons and institutions), his (whoever looks after the hospital's or pharmacy's
  software).
* The verdict on a good card has the code \`CARD-USABLE\`.
* A code that begins \`UNKNOWN-\` is no refusal: it is not known what became of the message. Repeat it with the same
  \`msgid\`, never under a new one.
`;

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').trim();

/**
 * @param {Record<string, Entry>} refusals
 * @returns {string} the document
 */
export function errorCodesDocument(refusals) {
  const rows = Object.entries(refusals)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, entry]) => {
      const hotline = entry.hotline ? ` (${entry.hotline})` : '';
      return `| \`${code}\` | ${entry.class} | ${entry.actor} | ${cell(entry.zh)}${hotline} | ${cell(entry.en)}${hotline} |`;
    });
  return [PREAMBLE, '| code | class | who acts | 中文 | English |', '|---|---|---|---|---|', ...rows, ''].join('\n');
}
