import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { Place, PolicyProblem } from './problems.js';
import { policyFile, TABLES, type PolicyFile } from './rows.js';

/** A policy file as text; `name` is only used to say where a problem is. */
export interface PolicyText {
  readonly name: string;
  readonly text: string;
}

export interface ReadFile {
  /** Null when there are problems. */
  readonly content: PolicyFile | null;
  readonly places: ReadonlyMap<object, Place>;
  readonly problems: readonly PolicyProblem[];
}

/** The line of the deepest node on the path that exists: a missing field is reported where its row begins. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** Reads one file: YAML with all scalars as text, then the schema. */
export function readPolicyFile({ name, text }: PolicyText): ReadFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error): PolicyProblem => {
      const line = lineCounter.linePos(error.pos[0]).line;
      return { file: name, line, code: 'syntax', message: error.message.split('\n')[0] ?? error.code };
    });
    return { content: null, places: new Map(), problems };
  }
  const parsed = policyFile.safeParse(document.toJS());
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue): PolicyProblem => {
      const line = lineOf(document, lineCounter, issue.path);
      return { file: name, line, code: 'schema', message: `${issue.path.join('.')}: ${issue.message}` };
    });
    return { content: null, places: new Map(), problems };
  }
  const content = parsed.data;
  const places = new Map<object, Place>([[content, { file: name, line: 1 }]]);
  for (const table of TABLES) {
    content[table].forEach((row, position) => {
      places.set(row, { file: name, line: lineOf(document, lineCounter, [table, position]) });
    });
  }
  return { content, places, problems: [] };
}
