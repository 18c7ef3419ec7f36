/** The whole events in a text, and what is left of it. Lines that begin with a colon say nothing. */
export function eventsIn(text: string): { readonly events: { type: string; data: string }[]; readonly rest: string } {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = blocks.flatMap((block) => {
    const field = (name: string): string =>
      block
        .split('\n')
        .filter((line) => line.startsWith(`${name}:`))
        .map((line) => line.slice(name.length + 1).trimStart())
        .join('\n');
    return field('data') === '' ? [] : [{ type: field('event'), data: field('data') }];
  });
  return { events, rest };
}
