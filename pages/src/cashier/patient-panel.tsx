import { useEffect, useState } from 'preact/hooks';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import type { Said, Sender } from './his.js';
import { type Patient, patientIn, type PersonOutput, personQuestion } from './patient.js';
import { Spoken } from './spoken.js';
import { useTools } from './use-sale.js';
import type { WhichCard } from './which-card.js';

export interface Identified {
  readonly patient: Patient | null;
  /** Why the insurer does not say who it is. */
  readonly said: Said<PersonOutput> | null;
}

const NOBODY: Identified = { patient: null, said: null };

/**
 * Who holds the card in use, asked for (1101) when a card comes and whenever money has moved since.
 * @param moved changes when money has moved
 */
export function useIdentified(sender: Sender | undefined, which: WhichCard, moved: string): Identified {
  const [identified, setIdentified] = useState<Identified>(NOBODY);
  const tools = useTools(sender ?? { institution: '', division: null, operator: '' });
  const reader = which.advice === 'use' ? which.reader.name : null;
  const card = which.advice === 'use' ? which.reader.card.cardNumber : null;
  const institution = sender?.institution;
  useEffect(() => setIdentified(NOBODY), [reader, card, institution]);
  useEffect(() => {
    if (reader === null || sender === undefined) return undefined;
    let left = false;
    void tools.send<PersonOutput>(personQuestion(sender, reader)).then((said) => {
      if (!left) setIdentified({ patient: patientIn(said, reader), said });
    });
    return () => {
      left = true;
    };
  }, [reader, card, institution, sender?.division, moved]);
  return identified;
}

const FIGURES = ['currentYear', 'accumulated', 'segmentUsed', 'deductibleUsed', 'ceilingUsed'] as const;

interface PatientPanelProps extends Identified {
  readonly advice: WhichCard['advice'];
  /** Whether a card lies there of which nobody can say now whether it may be used. */
  readonly isCardUnknown: boolean;
}

/** The patient: name, balance and what has counted up in this year. */
export function PatientPanel({ patient, said, advice, isCardUnknown }: PatientPanelProps) {
  const { patient: texts, spoken, insuranceTypes } = useTexts().cashier;
  const { amount } = useValues();
  const types: Readonly<Record<string, string>> = insuranceTypes;
  const nobody = { use: 'asking', choose: 'choose', none: isCardUnknown ? 'unknownCard' : 'nobody' } as const;
  return (
    <section class="card patient" aria-labelledby="patient-title" aria-live="polite">
      <h2 id="patient-title">{texts.title}</h2>
      {patient === null ? (
        said?.outcome === 'refused' ? (
          <Spoken code={said.code} zh={said.zh} />
        ) : (
          <p class="soft">{said?.outcome === 'unknown' ? (said.zh ?? spoken.unreachable) : texts[nobody[advice]]}</p>
        )
      ) : (
        <>
          <p class="patient-name">
            <strong>{patient.name}</strong> <span class="soft">{texts.age(patient.age)}</span>{' '}
            <span class="soft">{types[patient.insuranceType] ?? patient.insuranceType}</span>
          </p>
          <p class="patient-balance">
            {texts.balance} <strong class="figure">{amount(fenOf(patient.balance))}</strong>
          </p>
          <dl class="patient-figures">
            {FIGURES.map((name) => (
              <div key={name}>
                <dt>{texts[name]}</dt>
                <dd class="figure">{amount(fenOf(patient[name]))}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}
