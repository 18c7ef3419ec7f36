import { useState } from 'preact/hooks';
import type { CareFiling } from '../../../apps/settlement/src/filings/care-filings.js';
import type { DoorAnswer } from '../door/answer.js';
import '../design/panels.css';
import { TextField } from '../fields/fields.js';
import { useTexts } from '../language/language.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { FilingForm, type NewFiling } from './filing-form.js';
import { FilingList, type FilingView } from './filing-list.js';

/** Filings of care in another province: see those of a person, file, change, withdraw. */
export function Filings() {
  const { filing: texts } = useTexts().operator;
  const { ask } = useSession();
  const [typed, setTyped] = useState('');
  const [person, setPerson] = useState('');
  const [list, setList] = useState<DoorAnswer<FilingView[]>>();
  const [done, setDone] = useState<DoorAnswer<unknown>>();
  const [said, setSaid] = useState('');
  const find = async (wanted: string): Promise<void> => {
    if (wanted === '') return;
    setPerson(wanted);
    setList(await ask<FilingView[]>(`/api/filings?person=${encodeURIComponent(wanted)}`));
  };
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
      <div>
        <h1>{texts.title}</h1>
        <p class="soft">{texts.lead}</p>
      </div>
      <form
        class="card find"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setDone(undefined);
          setSaid('');
          void find(typed.trim());
        }}
      >
        <TextField path="person" label={texts.person} value={typed} onChange={setTyped} />
        <button type="submit" class="button first">
          {texts.find}
        </button>
      </form>
      <Trouble answer={list} />
      <Trouble answer={done} />
      <p role="status">{said}</p>
      {list?.outcome !== 'answered' ? null : (
        <>
          <FilingList filings={list.body} onWithdraw={withdraw} />
          <FilingForm key={person} onFile={file} />
        </>
      )}
    </div>
  );
}
