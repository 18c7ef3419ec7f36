import { type Page } from 'playwright-core';
import { type PageDesk } from './browser.js';

/** Signs in, and waits for the till of an institution. */
export async function enterTill(desk: PageDesk, key: string, institution: string): Promise<Page> {
  const page = await desk.visit('/');
  await page.getByLabel('柜台密钥').fill(key);
  await page.keyboard.press('Enter');
  await page.getByLabel('机构').selectOption(institution);
  return page;
}

/** Puts an item on the bill as the hands do; a price that is remembered is not typed. */
export async function typeItem(page: Page, code: string, price: string, count: string): Promise<void> {
  await page.keyboard.press('F2');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await page.locator('[id^=price-]:focus, [id^=count-]:focus').waitFor();
  if ((await page.locator('[id^=price-]:focus').count()) > 0) {
    await page.keyboard.type(price);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type(count);
  await page.keyboard.press('Enter');
  await page.locator('#item:focus').waitFor();
}
