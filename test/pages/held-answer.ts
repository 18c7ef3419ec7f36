import { type Page } from 'playwright-core';

/**
 * Keeps what the program answers to questions of a kind from the page, until it is let go: so it comes after what was
 * asked later.
 * @param part of the address or of the words that only these questions have
 */
export async function holdAnswers(page: Page, part: string) {
  await page.evaluate(`(() => {
    const [ask, part] = [fetch, ${JSON.stringify(part)}];
    const held = {};
    held.first = new Promise((resolve) => { held.note = resolve; });
    const gone = new Promise((resolve) => { held.letGo = resolve; });
    window.heldAnswers = held;
    window.fetch = async (address, asked) => {
      const answer = await ask(address, asked);
      if (!(address + ' ' + (asked?.body ?? '')).includes(part)) return answer;
      const text = await answer.text();
      held.note();
      await gone;
      // Read at once, so that nothing is left to wait for once it is let go.
      return Object.assign(new Response(text, { status: answer.status }), { text: () => Promise.resolve(text) });
    };
  })()`);
  return {
    /** Waits until an answer is held. */
    isHeld: async (): Promise<void> => {
      await page.evaluate('window.heldAnswers.first');
    },
    /** Lets all go, and waits until the page has done with them what it does. */
    letGo: async (): Promise<void> => {
      await page.evaluate('(window.heldAnswers.letGo(), new Promise((resolve) => setTimeout(resolve)))');
    },
  };
}
