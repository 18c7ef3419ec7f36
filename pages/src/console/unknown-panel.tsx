import { useEffect, useState } from 'preact/hooks';
import type { StandingsView, UnknownAges, UnknownView } from '../../../apps/settlement/src/console/console-terms.js';
import type { DoorAnswer } from '../door/answer.js';
import { useShortened } from '../frame/shortened.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { Panel } from './panel.js';

const SHOWN = 6;

interface ListProps {
  readonly rows: readonly UnknownView[];
  readonly title: string;
  readonly onLook: (msgid: string) => void;
}

function List({ rows, title, onLook }: ListProps) {
  const { unknown: texts, messages } = useTexts().operator.console;
  const { division: place, moment } = useValues();
  const [shown, rest] = useShortened(rows, SHOWN);
  return (
    <>
      <div class="wide" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.since}</th>
              <th scope="col">{texts.kind}</th>
              <th scope="col">{texts.division}</th>
              <th scope="col">{messages.msgid}</th>
              <th scope="col">{messages.look}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ institution, msgid, kind, division, since }) => (
              <tr key={`${institution} ${msgid}`} data-unknown={msgid}>
                <td>{moment(since)}</td>
                <td>{texts.kinds[kind]}</td>
                <td>{place(division)}</td>
                <td>
                  <code class="small">{msgid}</code>
                </td>
                <td>
                  <button
                    type="button"
                    class="button quiet"
                    aria-label={`${messages.look} ${msgid}`}
                    onClick={() => onLook(msgid)}
                  >
                    {messages.look}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest}
    </>
  );
}

interface UnknownPanelProps extends Pick<StandingsView, 'unknown'> {
  readonly onLook: (msgid: string) => void;
}

/** Outcomes in other provinces that are not known, by how long: each age leads to its messages, the oldest first. */
export function UnknownPanel({ unknown, onLook }: UnknownPanelProps) {
  const { unknown: texts } = useTexts().operator.console;
  const { number } = useValues();
  const { ask } = useSession();
  const [age, setAge] = useState<keyof UnknownAges>();
  const [answer, setAnswer] = useState<DoorAnswer<UnknownView[]>>();
  const ages = unknown?.found.ages;
  useEffect(() => {
    setAnswer(undefined);
    if (age === undefined) return undefined;
    const end = new AbortController();
    const path = `/api/console/unknown?age=${age}`;
    void ask<UnknownView[]>(path, undefined, end.signal).then(setAnswer, () => undefined);
    return () => end.abort();
  }, [age, unknown?.at]);
  const picked = answer?.outcome === 'answered' ? answer.body : [];
  const rows = age === undefined ? (unknown?.found.oldest ?? []) : picked;
  return (
    <Panel name="unknown" title={texts.title} at={unknown?.at}>
      <p class="hint">{texts.lead}</p>
      <ul class="ages">
        {(Object.keys(texts.ages) as (keyof UnknownAges)[]).map((name) => (
          <li key={name} class={(ages?.[name] ?? 0) > 0 && name !== 'underMinute' ? 'notice' : undefined}>
            <button
              type="button"
              class="button quiet pick"
              aria-pressed={name === age}
              onClick={() => setAge(name === age ? undefined : name)}
            >
              <span>{texts.ages[name]}</span>{' '}
              <span class="figure" data-age={name}>
                {ages === undefined ? '–' : number(ages[name])}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Trouble answer={answer} />
      {age !== undefined && answer?.outcome === 'answered' && picked.length === 0 ? (
        <p class="soft">{texts.none}</p>
      ) : null}
      {rows.length === 0 ? null : (
        <List rows={rows} title={age === undefined ? texts.title : texts.ages[age]} onLook={onLook} />
      )}
    </Panel>
  );
}
