import { useEffect, useState } from 'preact/hooks';
import { useTexts } from '../language/language.js';
import { type CounterNow, type Today, useCounter, useReaders } from './counter.js';
import { useInstitutionNames, Where } from './institutions.js';
import { useIdentified } from './patient-panel.js';
import { ReaderCards } from './reader-cards.js';
import { type ShiftDesk, ShiftPanel, useShiftDesk } from './shift.js';
import { Till } from './till.js';
import { useSale } from './use-sale.js';
import { cardInFull, useOutageBills } from './outage.js';
import { whichCard } from './which-card.js';
import './cashier.css';
import './receipt.css';

const INSTITUTION_KEPT_UNDER = 'medisettle.institution';
const OPERATOR_KEPT_UNDER = 'medisettle.operator';

/** Which way is open: to this machine's own program, and from it to the centre. */
function Ways({ counter }: { readonly counter: CounterNow }) {
  const { ways: texts } = useTexts().cashier;
  if (!counter.agent) return <p class="notice wrong">{texts.noAgent}</p>;
  return counter.centre.reachable ? null : <p class="notice">{texts.noCentre}</p>;
}

/** What has moved money since, so that the balance is asked for again. */
const movedIn = (today: Today | undefined): string =>
  (today?.rows ?? [])
    .filter(({ state }) => state === 'settled')
    .map(({ msgid }) => msgid)
    .join();

interface DeskProps {
  readonly counter: CounterNow;
  readonly today: Today | undefined;
  readonly institution: string;
  readonly operator: string;
  readonly name: string;
  readonly shift: ShiftDesk;
}

function Desk({ counter, today, institution, operator, name, shift }: DeskProps) {
  const readers = useReaders();
  const [chosen, setChosen] = useState<string | null>(null);
  const sender = { institution, division: counter.centre.division, operator };
  const which = whichCard(readers ?? [], chosen);
  const identified = useIdentified(sender, which, movedIn(today));
  const desk = useSale(sender, today?.rows);
  const outage = useOutageBills(sender, today);
  // A choice holds as long as there is one to be made.
  const cards = (readers ?? []).map((reader) => reader.card?.cardNumber ?? '').join();
  useEffect(() => setChosen(null), [cards]);
  return (
    <div class="cashier">
      <ReaderCards readers={readers} which={which} onChoose={setChosen} />
      <div class="stack">
        <Till
          sender={sender}
          name={name}
          identified={identified}
          desk={desk}
          today={today}
          outage={outage}
          advice={which.advice}
          card={which.advice === 'use' ? which.reader : cardInFull(readers ?? [])}
          isAway={!counter.centre.reachable}
        />
        <ShiftPanel institution={institution} shift={shift} />
      </div>
    </div>
  );
}

/** The cashier's page: the card on the reader, the bill, the settlement and its receipt. Nothing on it needs a reload. */
export function Cashier() {
  const { where: texts } = useTexts().cashier;
  const { counter, today } = useCounter();
  const [wanted, setWanted] = useState(() => localStorage.getItem(INSTITUTION_KEPT_UNDER));
  const [operator, setOperator] = useState(() => localStorage.getItem(OPERATOR_KEPT_UNDER) ?? '');
  const institution = counter?.institutions.find((code) => code === wanted) ?? counter?.institutions[0];
  // Cash is also moved by bills in full, which are no settlements: so whatever has changed is looked at.
  const shift = useShiftDesk(institution, today);
  const onDuty = shift.desk?.open?.operator;
  const names = useInstitutionNames(counter?.institutions ?? [], counter?.centre.reachable ?? false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'F2') return;
      event.preventDefault();
      document.getElementById('item')?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  if (counter === undefined || institution === undefined) return <p class="soft">{texts.loading}</p>;
  return (
    <>
      <div class="cashier-head">
        <h1>{texts.title}</h1>
        <Where
          codes={counter.institutions}
          names={names}
          institution={institution}
          operator={onDuty ?? operator}
          isOnDuty={onDuty !== undefined}
          onInstitution={(code) => {
            localStorage.setItem(INSTITUTION_KEPT_UNDER, code);
            setWanted(code);
          }}
          onOperator={(typed) => {
            localStorage.setItem(OPERATOR_KEPT_UNDER, typed.trim());
            setOperator(typed.trim());
          }}
        />
      </div>
      <div role="status">
        <Ways counter={counter} />
      </div>
      <Desk
        key={institution}
        counter={counter}
        today={today}
        institution={institution}
        operator={onDuty ?? operator}
        shift={shift}
        name={names[institution] ?? institution}
      />
    </>
  );
}
