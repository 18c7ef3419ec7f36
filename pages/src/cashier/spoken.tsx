import { useEffect, useState } from 'preact/hooks';
import type { RefusalView } from '../../../apps/terminal-agent/src/cashier-page/refusals.controller.js';
import { useLanguage, useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';

interface SpokenProps {
  readonly code: string;
  readonly zh: string;
}

/** A refusal as a sentence that can be read out to the patient, with who must act and whom to call. */
export function Spoken({ code, zh }: SpokenProps) {
  const { ask } = useSession();
  const { language } = useLanguage();
  const { spoken: texts, actors } = useTexts().cashier;
  const [row, setRow] = useState<RefusalView>();
  useEffect(() => {
    const end = new AbortController();
    setRow(undefined);
    ask<RefusalView>(`/api/refusals/${encodeURIComponent(code)}`, undefined, end.signal)
      .then((answer) => {
        if (answer.outcome === 'answered') setRow(answer.body);
      })
      .catch((error: unknown) => {
        if (!end.signal.aborted) throw error;
      });
    return () => end.abort();
  }, [code]);
  // The catalogue's English has blanks where this refusal has a date or an amount; then the whole sentence is better.
  const english = row !== undefined && !row.en.includes('{') ? row.en : undefined;
  const isEnglish = language === 'en' && english !== undefined;
  const actor = row && row.actor in actors ? actors[row.actor as keyof typeof actors] : undefined;
  return (
    <div class="notice wrong spoken">
      <p class="spoken-sentence" lang={isEnglish ? 'en' : 'zh-CN'}>
        {isEnglish ? english : zh}
      </p>
      <p class="small">
        {actor ? `${texts.actor(actor)} ` : ''}
        {row?.hotline ? <strong>{texts.hotline(row.hotline)}</strong> : null} <code class="soft">{code}</code>
      </p>
    </div>
  );
}
