import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { en } from './en.js';
import { type Texts, zh } from './zh.js';

export type Language = 'zh' | 'en';

const CATALOGUES: Readonly<Record<Language, Texts>> = { zh, en };
const KEPT_UNDER = 'medisettle.language';

interface Chosen {
  readonly language: Language;
  readonly choose: (language: Language) => void;
}

const Choice = createContext<Chosen>({ language: 'zh', choose: () => undefined });

/** Chinese, unless this browser was last used in English. */
const kept = (): Language => (localStorage.getItem(KEPT_UNDER) === 'en' ? 'en' : 'zh');

/** What is inside speaks the chosen language, and so does the document. */
export function InLanguage({ children }: { readonly children: ComponentChildren }) {
  const [language, setLanguage] = useState<Language>(kept);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    localStorage.setItem(KEPT_UNDER, language);
  }, [language]);
  return <Choice.Provider value={{ language, choose: setLanguage }}>{children}</Choice.Provider>;
}

/** The chosen language, and the way to choose another. */
export const useLanguage = (): Chosen => useContext(Choice);

/** The texts of the chosen language. */
export const useTexts = (): Texts => CATALOGUES[useLanguage().language];
