import { useEffect, useState } from 'preact/hooks';
import type { InstitutionChoice } from '../../../apps/settlement/src/console/console-terms.js';
import type { DoorAnswer } from '../door/answer.js';
import { SelectField } from '../fields/fields.js';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';

/** The statement of an institution's month, to be saved. */
export function MonthPapers({ month }: { readonly month: string }) {
  const { papers: texts } = useTexts().operator.clearing;
  const { ask, save } = useSession();
  const [choices, setChoices] = useState<DoorAnswer<InstitutionChoice[]>>();
  const [institution, setInstitution] = useState('');
  const [failed, setFailed] = useState<DoorAnswer<unknown>>();
  useEffect(() => {
    void ask<InstitutionChoice[]>('/api/console/institutions').then((answer) => {
      setChoices(answer);
      if (answer.outcome === 'answered') setInstitution(answer.body[0]?.code ?? '');
    });
  }, []);
  const names = Object.fromEntries(
    (choices?.outcome === 'answered' ? choices.body : []).map(({ code, name }) => [code, `${code} ${name}`]),
  );
  const fetchPaper = async (format: 'csv' | 'pdf'): Promise<void> => {
    const query = new URLSearchParams({ institution, month, format });
    const trouble = await save(`/api/clearing/statements/institution?${query}`, `${institution}-${month}.${format}`);
    setFailed(trouble ?? undefined);
  };
  return (
    <section class="card stack" aria-labelledby="papers-title">
      <h2 id="papers-title">{texts.title}</h2>
      <p class="hint">{texts.lead}</p>
      <Trouble answer={choices} />
      <div class="find">
        <SelectField
          path="paper-institution"
          label={texts.institution}
          value={institution}
          names={names}
          onChange={setInstitution}
        />
        {(['csv', 'pdf'] as const).map((format) => (
          <button key={format} type="button" class="button" onClick={() => void fetchPaper(format)}>
            {texts[format]}
          </button>
        ))}
      </div>
      <Trouble answer={failed} />
    </section>
  );
}
