import { useState } from 'preact/hooks';
import type { CareFiling } from '../../../apps/settlement/src/filings/care-filings.js';
import type { DoorAnswer } from '../door/answer.js';
import '../design/panels.css';
import { FindForm } from '../fields/find-form.js';
import { TextField } from '../fields/fields.js';
import { PageTitle } from '../frame/page-title.js';
import { useTexts } from '../language/language.js';
import { useLatest } from '../session/latest.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { FilingForm, type NewFiling } from './filing-form.js';
import { FilingList, type FilingView } from './filing-list.js';

/** Whose filings were found, so that nothing is filed for anybody else than who is shown. */
interface FoundList {
  readonly person: string;
  readonly answer: DoorAnswer<FilingView[]>;
}

/** Filings of care in another province: see those of a person, file, change, withdraw. */
export function Filings() {
  const { filing: texts } = useTexts().operator;
  const { ask } = useSession();
  const begin = useLatest();
  const [typed, setTyped] = useState('');
  const [list, setList] = useState<FoundList>();
  const [done, setDone] = useState<DoorAnswer<unknown>>();
  const [said, setSaid] = useState('');
  const find = async (wanted: string): Promise<void> => {
    if (wanted === '') return;
    const isLatest = begin();
    const answer = await ask<FilingView[]>(`/api/filings?person=${encodeURIComponent(wanted)}`);
    if (isLatest()) setList({ person: wanted, answer });
  };
  const person = list?.person ?? '';
  /** Does something to the filings, and shows what they are afterwards. @returns whether it was done */
  const change = async (path: string, question: unknown, sentence: string, read?: (text: string) => unknown) => {
    const answer = await ask<CareFiling | null>(path, question, undefined, read);
    setDone(answer);
    setSaid(answer.outcome === 'answered' ? sentence : '');
    if (answer.outcome === 'answered') await find(person);
    return answer.outcome === 'answered';
  };
  const file = (filing: NewFiling): Promise<boolean> =>
    change('/api/filings', { personId: person, ...filing }, texts.filed);
  const withdraw = ({ filingId }: FilingView): Promise<boolean> =>
    change(
      `/api/filings/${encodeURIComponent(person)}/${encodeURIComponent(filingId)}/cancel`,
      {},
      texts.gone,
      // The answer is empty.
      () => null,
    );
  return (
    <div class="stack">
      <PageTitle title={texts.title} lead={texts.lead} />
      <FindForm
        button={texts.find}
        onFind={() => {
          setDone(undefined);
          setSaid('');
          void find(typed.trim());
        }}
      >
        <TextField path="person" label={texts.person} value={typed} onChange={setTyped} />
      </FindForm>
      <Trouble answer={list?.answer} />
      <Trouble answer={done} />
      <p role="status">{said}</p>
      {list?.answer.outcome !== 'answered' ? null : (
        <>
          <FilingList filings={list.answer.body} onWithdraw={withdraw} />
          <FilingForm key={list.person} onFile={file} />
        </>
      )}
    </div>
  );
}
