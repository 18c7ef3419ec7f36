import { isWireObject, parseWire, textOf, type WireObject, type WireValue } from '@medisettle/national';

/** An object of a message; an empty one for anything else. */
export const objectIn = (value: WireValue | undefined): WireObject => (isWireObject(value) ? value : {});

/** The words of a field; empty where it says nothing. */
export const textIn = (node: WireObject, field: string): string => textOf(node[field]) ?? '';

/** A field that holds an object, or its text. */
export function extensionIn(node: WireObject, field: string): WireObject {
  const value = node[field];
  return objectIn(typeof value === 'string' ? parseWire(value) : value);
}

/** A whole message or answer; an empty object for what cannot be read. */
export const messageIn = (text: string | null | undefined): WireObject => objectIn(text ? parseWire(text) : undefined);

/** The nodes of a message's input by their names, each as its rows, whether they came as JSON or as its text. */
export function inputNodes(text: string | undefined): Readonly<Record<string, readonly WireObject[]>> {
  const input = extensionIn(messageIn(text), 'input');
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, (Array.isArray(value) ? value : [value]).map(objectIn)]),
  );
}

/** The first row of the first node of a message's input: all that most transactions have. */
export const inputOf = (text: string | undefined): WireObject => Object.values(inputNodes(text))[0]?.[0] ?? {};
