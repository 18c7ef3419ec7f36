import { useState } from 'preact/hooks';
import type { StandingsView, UnknownAges, UnknownView } from '../../../apps/settlement/src/console/console-terms.js';
import { WideTable } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { useAsked } from '../session/asked.js';
import { Trouble } from '../session/trouble.js';
import { Panel } from './panel.js';

const SHOWN = 6;

interface UnknownPanelProps extends Pick<StandingsView, 'unknown'> {
  readonly onLook: (msgid: string) => void;
}

/** Outcomes in other provinces that are not known, by how long: each age leads to its messages, the oldest first. */
export function UnknownPanel({ unknown, onLook }: UnknownPanelProps) {
  const { unknown: texts, messages } = useTexts().operator.console;
  const { division: place, moment, number } = useValues();
  const [age, setAge] = useState<keyof UnknownAges>();
  const ages = unknown?.found.ages;
  const answer = useAsked<UnknownView[]>(age === undefined ? null : `/api/console/unknown?age=${age}`, unknown?.at);
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
        <WideTable
          label={age === undefined ? texts.title : texts.ages[age]}
          most={SHOWN}
          rows={rows}
          keyOf={({ institution, msgid }) => `${institution} ${msgid}`}
          marks={({ msgid }) => ({ 'data-unknown': msgid })}
          columns={[
            { head: texts.since, cell: ({ since }) => moment(since) },
            { head: texts.kind, cell: ({ kind }) => texts.kinds[kind] },
            { head: texts.division, cell: ({ division }) => place(division) },
            { head: messages.msgid, cell: ({ msgid }) => <code class="small">{msgid}</code> },
            {
              head: messages.look,
              cell: ({ msgid }) => (
                <button
                  type="button"
                  class="button quiet"
                  aria-label={`${messages.look} ${msgid}`}
                  onClick={() => onLook(msgid)}
                >
                  {messages.look}
                </button>
              ),
            },
          ]}
        />
      )}
    </Panel>
  );
}
