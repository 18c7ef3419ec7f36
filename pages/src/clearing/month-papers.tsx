import { useState } from 'preact/hooks';
import type { DoorAnswer } from '../door/answer.js';
import { SelectField } from '../fields/fields.js';
import { useInstitutions } from '../institutions/choice.js';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';

/** The statement of an institution's month, to be saved. */
export function MonthPapers({ month }: { readonly month: string }) {
  const { papers: texts } = useTexts().operator.clearing;
  const { save } = useSession();
  const [institution, setInstitution] = useState('');
  const [failed, setFailed] = useState<DoorAnswer<unknown>>();
  const institutions = useInstitutions(setInstitution);
  const fetchPaper = async (format: 'csv' | 'pdf'): Promise<void> => {
    const query = new URLSearchParams({ institution, month, format });
    const trouble = await save(`/api/clearing/statements/institution?${query}`, `${institution}-${month}.${format}`);
    setFailed(trouble ?? undefined);
  };
  return (
    <section class="card stack" aria-labelledby="papers-title">
      <h2 id="papers-title">{texts.title}</h2>
      <p class="hint">{texts.lead}</p>
      <Trouble answer={institutions.answer} />
      <div class="find">
        <SelectField
          path="paper-institution"
          label={texts.institution}
          value={institution}
          names={institutions.names}
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
