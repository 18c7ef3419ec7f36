import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { POLICY_FOLDER } from './install.mjs';

/**
 * The policy in force on one day as a document, made from the policy files by the code that settles by them.
 * @typedef {Pick<typeof import('../libs/benefits/src/index.js'), 'loadPolicy' | 'rowsInForce'>} Benefits
 * @typedef {import('../libs/benefits/src/index.js').ListedRow} ListedRow
 */

/** Files by province. */
const BENEFIT_FILES = [['shanghai.yaml', 'bed-fees-shanghai.yaml'], ['anhui.yaml']];
const CARD_FILE = 'cards-shanghai.yaml';

const PREAMBLE = `# Policy in force

Made from the files in \`libs/benefits/policy\` by \`npm run docs\`; a test fails when the two differ. Another day:
\`npm run docs -- --day 2027-01-01\`.

* **grade** — A: an official text was read. B: an independent, dated public source. C: common knowledge of the field, a
  decision of this project, or invented. D: a weak source. A plus or minus is a shade of its letter.
* A centre starts with rows of grade A and B only; \`ACCEPT_GRADES\` names others, and the demo names C. No
  rule of grade D is in force anywhere.
* What was read for some years only is carried forward by rows of its own, grade C, with the source \`carried-forward\`.
* There is no row for the yearly ceiling: each person's own comes with the enrolment, and where none is on record the
  answer says so (\`CEILING-NONE\`) and counts as below it.
* \`to\` is the last day; a row without it goes on.
`;

/** Headings of the tables of a policy file. @type {Readonly<Record<ListedRow['table'], string>>} */
const HEADINGS = {
  schemes: 'Schemes',
  calendar: 'Insurance years',
  cohorts: 'Cohorts',
  items: 'Items',
  pipelines: 'Who pays in which order',
  quotas: 'Deductibles and self-pay segments',
  shares: 'Shares',
  accounts: 'Use of personal accounts',
  rounding: 'Rounding',
  credits: 'Credits to personal accounts',
  interest: 'Interest on accumulated money',
  bedFees: 'Bed-fee standard',
  careFilings: 'Filings of care in another province',
};

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').trim();

/**
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} rows
 */
const table = (heads, rows) => [
  `| ${heads.join(' | ')} |`,
  `|${heads.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
  '',
];

const ROW_HEADS = ['rule', 'what it says', 'from', 'to', 'source', 'grade'];

/** @param {Pick<ListedRow, 'rule' | 'words' | 'from' | 'to' | 'source' | 'grade'>} row */
const rowCells = ({ rule, words, from, to, source, grade }) => [`\`${rule}\``, words, from, to ?? '', source, grade];

/**
 * What to look up, and the rows that wait for it.
 * @param {readonly ListedRow[]} rows
 */
function lookUps(rows) {
  /** @type {Map<string, string[]>} */
  const waiting = new Map();
  for (const { verify, rule, grade } of rows) {
    const what = verify ?? 'An official text';
    waiting.set(what, [...(waiting.get(what) ?? []), `\`${rule}\` (${grade})`]);
  }
  return table(
    ['what to look for', 'rows that wait for it'],
    [...waiting].map(([what, rules]) => [what, rules.join(', ')]),
  );
}

/** @param {Readonly<Record<string, string>>} sources */
const sourceTable = (sources) => [
  '### Sources',
  '',
  ...table(
    ['key', 'what it is'],
    Object.entries(sources).map(([key, what]) => [`\`${key}\``, what]),
  ),
];

/**
 * @param {Benefits} benefits
 * @param {readonly string[]} names of a policy's files
 * @param {string} day
 */
function benefitChapter({ loadPolicy, rowsInForce }, names, day) {
  const files = names.map((name) => ({ name, text: readFileSync(join(POLICY_FOLDER, name), 'utf8') }));
  const loaded = loadPolicy(files, { acceptGrades: ['C'] });
  if (!loaded.ok) throw new Error(loaded.problems.map((p) => `${p.file}:${p.line} ${p.message}`).join('\n'));
  const { policy } = loaded;
  const rows = rowsInForce(policy, day);
  const others = Object.values(policy.tables).flat().length - rows.length;
  const [official, toCheck, toConfirm] = /** @type {const} */ (['official', 'to-check', 'to-confirm']).map((standing) =>
    rows.filter((row) => row.standing === standing),
  );
  const tables = /** @type {ListedRow['table'][]} */ (Object.keys(HEADINGS)).flatMap((kind) => {
    const here = rows.filter((row) => row.table === kind);
    return here.length === 0 ? [] : [`#### ${HEADINGS[kind]}`, '', ...table(ROW_HEADS, here.map(rowCells))];
  });
  return [
    `## ${names.map((name) => `\`${name}\``).join(', ')}: division ${policy.division}`,
    '',
    `${rows.length} rows are in force: ${official?.length ?? 0} official, ${toCheck?.length ?? 0} to be checked,`,
    `${toConfirm?.length ?? 0} to be confirmed. ${others} more are for other days.`,
    '',
    '### To be confirmed before go-live: grade C and below, and what is carried forward',
    '',
    ...lookUps(toConfirm ?? []),
    ...(toCheck && toCheck.length > 0
      ? ['### To be compared with the official text: grade B, and A with something open', '', ...lookUps(toCheck)]
      : []),
    '### Every row in force',
    '',
    ...tables,
    ...sourceTable(policy.sources),
  ];
}

/**
 * Rules on the end of card generations are read by the centre's card registry and have a form of their own.
 * @typedef {{ rule: string, to: string, source: string, grade: string, area?: string, personTypes?: string[] }} Extension
 * @typedef {Extension & { generation: string, from: string, inForce: boolean, extensions?: Extension[] }} CardRule
 * @param {string} day
 */
function cardChapter(day) {
  const text = readFileSync(join(POLICY_FOLDER, CARD_FILE), 'utf8');
  /** @type {{ division: string, sources: Record<string, string>, generations: CardRule[] }} */
  const { division, sources, generations } = parse(text);
  const inForce = generations.filter((rule) => rule.inForce && rule.from <= day);
  const off = generations.filter((rule) => !inForce.includes(rule));
  /** @param {CardRule} rule */
  const cells = (rule) => {
    const words = `cards of generation ${rule.generation} are good until the last day, and no longer`;
    const extensions = (rule.extensions ?? []).map((extension) => [
      `\`${extension.rule}\``,
      `prolongs \`${rule.rule}\`${extension.area ? ` in ${extension.area}` : ''}${extension.personTypes ? ` for person types ${extension.personTypes.join(', ')}` : ''}`,
      rule.from,
      extension.to,
      extension.source,
      extension.grade,
    ]);
    return [[`\`${rule.rule}\``, words, rule.from, rule.to, rule.source, rule.grade], ...extensions];
  };
  return [
    `## \`${CARD_FILE}\`: division ${division}`,
    '',
    inForce.length === 0
      ? 'No rule is in force: cards of every generation are good until their successor is activated.'
      : 'In force:',
    '',
    ...(inForce.length === 0 ? [] : table(ROW_HEADS, inForce.flatMap(cells))),
    ...(off.length === 0 ? [] : ['Written down and switched off:', '', ...table(ROW_HEADS, off.flatMap(cells))]),
    '### To be confirmed before go-live',
    '',
    ...table(
      ['what to look for', 'rows that wait for it'],
      [
        [
          'The announcement on the end of the old cards: the last day, whether that day still counts, and for which areas or persons it was put off',
          generations.map((rule) => `\`${rule.rule}\` (${rule.grade})`).join(', '),
        ],
      ],
    ),
    ...sourceTable(sources),
  ];
}

const AS_OF = /^As of \*\*(\d{4}-\d{2}-\d{2})\*\*\.$/m;

/**
 * The day for which a document was made; undefined when it says none.
 * @param {string} document
 * @returns {string | undefined}
 */
export const dayOfPolicyDocument = (document) => AS_OF.exec(document)?.[1];

/**
 * @param {Benefits} benefits the library, built or from its sources
 * @param {string} day whose policy is listed, `yyyy-MM-dd`
 * @returns {string} the document
 */
export function policyDocument(benefits, day) {
  return [
    PREAMBLE,
    `As of **${day}**.`,
    '',
    ...BENEFIT_FILES.flatMap((names) => benefitChapter(benefits, names, day)),
    ...cardChapter(day),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}
