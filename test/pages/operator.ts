import { type Page } from 'playwright-core';
import { type PageDesk } from './browser.js';

/** A new tab at a page of a centre, signed in. */
export async function enterCentre(
  desk: PageDesk,
  key: string,
  path: string,
  eyes?: Parameters<PageDesk['visit']>[1],
): Promise<Page> {
  const page = await desk.visit(path, eyes);
  await page.getByLabel('操作员密钥').waitFor();
  await page.keyboard.insertText(key);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '退出' }).waitFor();
  return page;
}
