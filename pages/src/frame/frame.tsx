import { type ComponentChildren, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../design/design.css';
import { InLanguage, useLanguage, useTexts } from '../language/language.js';
import type { Texts } from '../language/zh.js';
import { keptKey, type Place, type SignedIn, useSession, WithSession } from '../session/session.js';
import { SignIn } from '../session/sign-in.js';
import './frame.css';

export type PageName = keyof Texts['frame']['pages'];

/** The pages of each program with their addresses: what one serves is not at the other. */
const SITES = {
  centre: {
    console: '/',
    days: '/days',
    clearing: '/clearing',
    cards: '/cards',
    filings: '/filings',
    simulator: '/simulator',
  },
  counter: { cashier: '/' },
} satisfies Readonly<Record<string, Partial<Record<PageName, string>>>>;

/** The program that serves a page. */
const siteOf = (page: PageName): keyof typeof SITES => (page in SITES.counter ? 'counter' : 'centre');

/** How the program in front of the reader is called. */
const titleOf = (place: Place): string =>
  'terminal' in place ? place.terminal : `${place.centre} · ${place.division}`;

function Languages() {
  const { language, choose } = useLanguage();
  const texts = useTexts().frame;
  return (
    <div class="languages" role="group" aria-label={texts.language}>
      <button type="button" lang="zh-CN" aria-pressed={language === 'zh'} onClick={() => choose('zh')}>
        中文
      </button>
      <button type="button" lang="en" aria-pressed={language === 'en'} onClick={() => choose('en')}>
        English
      </button>
    </div>
  );
}

function Header({ page }: { readonly page: PageName }) {
  const texts = useTexts().frame;
  const { place, signOut } = useSession();
  const site = siteOf(page);
  return (
    <header class="frame-head">
      <div class="frame-row">
        <a class="brand" href="/">
          <span class="brand-mark" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span>
            <strong>medisettle</strong>
            <span class="brand-name">{place ? titleOf(place) : texts.products[site]}</span>
          </span>
        </a>
        <nav aria-label={texts.navigation}>
          {(Object.entries(SITES[site]) as [PageName, string][]).map(([name, address]) => (
            <a key={name} href={address} aria-current={name === page ? 'page' : undefined}>
              {texts.pages[name]}
            </a>
          ))}
        </nav>
        <Languages />
        {place ? (
          <button type="button" class="sign-out" onClick={signOut}>
            {texts.signOut}
          </button>
        ) : null}
      </div>
    </header>
  );
}

function Frame({ page, children }: { readonly page: PageName; readonly children: ComponentChildren }) {
  const texts = useTexts().frame;
  const { place, trying, signIn } = useSession();
  const [entered, setEntered] = useState<SignedIn>();
  useEffect(() => {
    document.title = `${texts.pages[page]} · medisettle`;
  }, [texts, page]);
  useEffect(() => {
    // A page that is opened in a tab with a key goes on with it.
    const key = keptKey();
    if (key !== null) void signIn(key).then(setEntered);
  }, []);
  return (
    <>
      <a class="skip unseen" href="#content">
        {texts.skip}
      </a>
      <Header page={page} />
      <main id="content" tabIndex={-1}>
        {place ? children : trying ? null : <SignIn site={siteOf(page)} isAway={entered === 'unreachable'} />}
      </main>
    </>
  );
}

/** Shows a page in its frame: header with navigation and language, and the way in for whoever has not signed in. */
export function showPage(page: PageName, Content: () => ComponentChildren): void {
  const place = document.getElementById('page');
  if (place === null) throw new Error('The document has no place for the page.');
  render(
    <InLanguage>
      <WithSession>
        <Frame page={page}>
          <Content />
        </Frame>
      </WithSession>
    </InLanguage>,
    place,
  );
}
