import { useEffect, useRef } from 'preact/hooks';
import type { Payer, Segment } from '@medisettle/benefits';
import type { SettlementView } from '../../../apps/settlement/src/console/console-terms.js';
import { Table } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { MoneyBar, PayerSign } from '../money-bar/money-bar.js';
import { fenOf, sharesOf } from '../money-bar/shares.js';
import { useAsked } from '../session/asked.js';
import { Trouble } from '../session/trouble.js';
import { Why } from '../why/why.js';

type PaidHere = { readonly segment: Segment; readonly payer: Payer; readonly amount: string };

/** What funds, accounts and the patient of this province pay; not what another province does. */
const paidHere = ({ payers }: SettlementView): PaidHere[] =>
  payers.filter((row): row is PaidHere => row.payer !== 'other-province');

interface LinkProps {
  readonly id: string;
  readonly onShow: (settlement: string) => void;
}

const Link = ({ id, onShow }: LinkProps) => (
  <button type="button" class="button quiet number" onClick={() => onShow(id)}>
    {id}
  </button>
);

function Facts({ view, onShow }: { readonly view: SettlementView; readonly onShow: LinkProps['onShow'] }) {
  const { settlement: texts } = useTexts().operator;
  const { amount, moment } = useValues();
  const { institution, person, across, latest, settlementId, cancels, restores } = view;
  return (
    <dl class="facts">
      <dt>{texts.at}</dt>
      <dd>{moment(view.settledAt)}</dd>
      <dt>{texts.institution}</dt>
      <dd>
        {institution.code} {institution.name}
      </dd>
      <dt>{texts.person}</dt>
      <dd>
        {person.name} <span class="figure">{person.number}</span>
      </dd>
      <dt>{texts.message}</dt>
      <dd>
        {view.infno} <code class="small">{view.msgid}</code>
      </dd>
      <dt>{texts.visit}</dt>
      <dd>
        <code class="small">{view.visitId}</code>
      </dd>
      <dt>{texts.state}</dt>
      <dd>
        {latest === settlementId ? (
          <span class="badge good">{texts.stands}</span>
        ) : (
          <>
            <span class="badge caution">{texts.became}</span> <Link id={latest} onShow={onShow} />
          </>
        )}
      </dd>
      {cancels === null ? null : (
        <>
          <dt>{texts.cancels}</dt>
          <dd>
            <Link id={cancels} onShow={onShow} />
          </dd>
        </>
      )}
      {restores === null ? null : (
        <>
          <dt>{texts.restores}</dt>
          <dd>
            <Link id={restores} onShow={onShow} />
          </dd>
        </>
      )}
      {across === null ? null : (
        <>
          <dt>{texts.across[across.side]}</dt>
          <dd>
            {across.division} <span class="figure">{amount(fenOf(across.owed))}</span>
          </dd>
        </>
      )}
      <dt>{texts.total}</dt>
      <dd class="figure">{amount(fenOf(view.total))}</dd>
    </dl>
  );
}

function Paid({ view }: { readonly view: SettlementView }) {
  const { operator, payers, result } = useTexts();
  const { amount } = useValues();
  const texts = operator.settlement;
  const shares = sharesOf(paidHere(view));
  const elsewhere = view.payers.filter(({ payer }) => payer === 'other-province');
  return (
    <section class="stack" aria-labelledby="paid-title">
      <h3 id="paid-title">{view.kind === 'settlement' ? texts.paid : texts.back}</h3>
      {elsewhere.length === 0 ? <MoneyBar shares={shares} thin /> : null}
      <Table
        rows={[
          ...shares.map(({ payer, amount: paid }) => ({ payer, key: payer, paid })),
          ...elsewhere.map(({ segment, amount: paid }) => ({ payer: null, key: segment, paid: fenOf(paid) })),
        ]}
        keyOf={({ key }) => key}
        marks={({ payer }) => ({ 'data-payer': payer ?? 'other-province' })}
        columns={[
          {
            head: texts.payer,
            cell: ({ payer }) =>
              payer === null ? (
                texts.otherProvince
              ) : (
                <>
                  <PayerSign payer={payer} /> {payers[payer]}
                </>
              ),
          },
          { head: result.amount, kind: 'figure', cell: ({ paid }) => amount(paid) },
        ]}
      />
    </section>
  );
}

interface SettlementPanelProps {
  readonly settlement: string;
  readonly onShow: (settlement: string) => void;
  readonly onClose: () => void;
}

/** One settlement: what it is, who paid what, and by which rule. */
export function SettlementPanel({ settlement, onShow, onClose }: SettlementPanelProps) {
  const { settlement: texts, loading } = useTexts().operator;
  const answer = useAsked<SettlementView>(`/api/console/settlements/${encodeURIComponent(settlement)}`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [settlement]);
  const view = answer?.outcome === 'answered' ? answer.body : undefined;
  return (
    <section class="card stack settlement" aria-labelledby="settlement-title">
      <div class="panel-head">
        <h2 id="settlement-title" ref={heading} tabIndex={-1}>
          {view?.kind === 'cancellation' ? texts.cancellation(settlement) : texts.title(settlement)}
        </h2>
        <button type="button" class="button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
      {answer === undefined ? <p class="soft">{loading}</p> : null}
      <Trouble answer={answer} />
      {view === undefined ? null : (
        <>
          <Facts view={view} onShow={onShow} />
          <Paid view={view} />
          {view.explanation.length > 0 ? (
            <Why answer={{ payers: paidHere(view), explanation: view.explanation, sources: view.sources }} />
          ) : view.across?.side === 'care' ? (
            <p class="soft">{texts.elsewhere}</p>
          ) : null}
        </>
      )}
    </section>
  );
}
