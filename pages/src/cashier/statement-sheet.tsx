import type {
  AccountStatementView,
  MovementView,
  OnAccounts,
} from '../../../apps/terminal-agent/src/account-statements/account-statement.js';
import { Scrolled } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';

type Account = keyof OnAccounts;

/** The accounts of a statement: family money only where there is some. */
const accountsOf = ({ withFamily }: AccountStatementView): readonly Account[] =>
  withFamily ? ['currentYear', 'accumulated', 'family'] : ['currentYear', 'accumulated'];

interface CellsProps {
  readonly accounts: readonly Account[];
  /** What moved; null for a row of balances only. */
  readonly moved: OnAccounts | null;
  readonly balances: OnAccounts;
}

function Cells({ accounts, moved, balances }: CellsProps) {
  const { amount, difference } = useValues();
  return (
    <>
      {accounts.map((account) => (
        <td key={account} class="figure">
          {moved === null || moved[account] === '0.00' ? '' : difference(fenOf(moved[account]))}
        </td>
      ))}
      {accounts.map((account) => (
        <td key={account} class="figure">
          {amount(fenOf(balances[account]))}
        </td>
      ))}
    </>
  );
}

function Movement({ accounts, of }: { readonly accounts: readonly Account[]; readonly of: MovementView }) {
  const { statement: texts } = useTexts();
  const pending = of.pending ? `（${texts.pending}）` : '';
  return (
    <tr>
      <td class="figure statement-at">{of.at}</td>
      <td>
        {texts.types[of.type]}
        {pending} {of.institution}
        {of.memo}
        {of.settlementId === '' ? null : <span class="statement-number figure">{of.settlementId}</span>}
        {of.ofSettlement === '' ? null : (
          <span class="statement-number figure">{texts.ofSettlement(of.ofSettlement)}</span>
        )}
      </td>
      <Cells accounts={accounts} moved={of.amounts} balances={of.balances} />
    </tr>
  );
}

function Movements({ statement }: { readonly statement: AccountStatementView }) {
  const { statement: texts } = useTexts();
  const accounts = accountsOf(statement);
  const { opening, closing, movements } = statement;
  return (
    <Scrolled label={texts.title}>
      <table>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {texts.at}
            </th>
            <th scope="col" rowSpan={2}>
              {texts.what}
            </th>
            {[texts.moved, texts.balance].map((name) => (
              <th key={name} scope="colgroup" colSpan={accounts.length} class="figure">
                {name}
              </th>
            ))}
          </tr>
          <tr>
            {[...accounts, ...accounts].map((account, index) => (
              <th key={index} scope="col" class="figure">
                {texts.accounts[account]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr class="statement-end">
            <td />
            <th scope="row">{texts.opening}</th>
            <Cells accounts={accounts} moved={null} balances={opening} />
          </tr>
          {movements.map((movement, index) => (
            <Movement key={index} accounts={accounts} of={movement} />
          ))}
          <tr class="statement-end">
            <td />
            <th scope="row">{texts.closing}</th>
            <Cells accounts={accounts} moved={null} balances={closing} />
          </tr>
        </tbody>
      </table>
    </Scrolled>
  );
}

function Facts({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl class="statement-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="figure">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An account statement as it is printed: whose, of when, every movement, the balances and the year's totals. */
export function StatementSheet({ statement }: { readonly statement: AccountStatementView }) {
  const { statement: texts, cashier } = useTexts();
  const { amount } = useValues();
  const types: Readonly<Record<string, string>> = cashier.insuranceTypes;
  const { name, certificate, card, from, to, madeAt, operator, movements, years } = statement;
  return (
    <article class="statement-sheet stack" aria-label={texts.title}>
      <header>
        <p>{statement.institution}</p>
        <h3>{texts.title}</h3>
      </header>
      <Facts
        rows={[
          [texts.name, name],
          [texts.certificate, certificate],
          [texts.card, card],
          [texts.during, texts.days(from, to)],
          [texts.madeAt, madeAt],
          [texts.operator, operator],
        ]}
      />
      <Movements statement={statement} />
      {movements.length === 0 ? <p>{texts.none}</p> : null}
      {movements.some(({ pending }) => pending) ? <p class="small">{texts.pendingNote}</p> : null}
      {years.map((year) => (
        <section key={`${year.insuranceType}${year.from}`}>
          <h4>{texts.year(types[year.insuranceType] ?? year.insuranceType, year.from, year.to)}</h4>
          <Facts
            rows={[
              [texts.segmentUsed, amount(fenOf(year.segmentUsed))],
              [texts.deductibleUsed, amount(fenOf(year.deductibleUsed))],
              [texts.ceilingUsed, amount(fenOf(year.ceilingUsed))],
            ]}
          />
        </section>
      ))}
    </article>
  );
}
