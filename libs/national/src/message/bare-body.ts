import { isWireObject, type WireObject } from './json.js';

/** Transactions whose body stands in `input` itself: the family of cross-area purchases (national interface §3.10). */
const BARE = new Set(['2161', '2163', '2166', '2167', '2170', '2171', '2181']);

/**
 * Brings the body of these transactions into the node `n_input`, so that it is read like every other node; its rows stand
 * beside it. Programs that send a node all the same (`n_input`, `data`) are understood.
 */
export function inNode(infno: string, input: WireObject): WireObject {
  if (!BARE.has(infno)) return input;
  const { feedetl: beside, ...bare } = input;
  const sent = bare.n_input ?? bare.data ?? bare;
  const body = Array.isArray(sent) && sent.length === 1 ? sent[0] : sent;
  if (!isWireObject(body)) return input;
  const { feedetl: within, ...n_input } = body;
  const feedetl = beside ?? within;
  return { n_input, ...(feedetl === undefined ? {} : { feedetl }) };
}
