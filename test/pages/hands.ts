import { expect } from '@jest/globals';
import { type Locator, type Page } from 'playwright-core';

/** More stops than a page has between two fields. */
const TABS_MAX = 150;

/** Notes whatever happens in a page without a key: a pointer that goes down, and text or a choice that comes without one. */
const WATCH = `(() => {
  window.withoutKeys = [];
  let keys = 0;
  const say = (event) => window.withoutKeys.push(event.type + ' on ' + (event.target.id || event.target.tagName));
  addEventListener('keydown', (event) => { if (event.isTrusted) keys += 1; }, true);
  for (const type of ['pointerdown', 'mousedown', 'touchstart', 'wheel']) addEventListener(type, say, true);
  addEventListener('input', (event) => { if (keys === 0) say(event); keys = 0; }, true);
})()`;

/** Somebody who has a keyboard and no mouse: no click, no field that is filled, no option that is picked from outside. */
export class Hands {
  private constructor(private readonly page: Page) {}

  /** @param page as it was just opened; it is loaded once more, so that everything is watched from its beginning */
  static async on(page: Page): Promise<Hands> {
    await page.addInitScript(WATCH);
    await page.reload();
    return new Hands(page);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types letters and digits, each with its key. */
  async type(text: string): Promise<void> {
    for (const sign of text) await this.page.keyboard.press(sign === ' ' ? 'Space' : sign);
  }

  /** Goes on by Tab, or back, until something has the focus. */
  async tabTo(wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await wanted.waitFor();
    for (let stops = 0; stops < TABS_MAX; stops += 1) {
      if ((await wanted.and(this.page.locator(':focus')).count()) > 0) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`no way by ${key} to ${String(wanted)}`);
  }

  /** Fails if anything came about without a key. */
  async hadNoMouse(): Promise<void> {
    expect(await this.page.evaluate<string[]>('window.withoutKeys')).toEqual([]);
  }
}
