import { plus, ZERO_FEN } from '@medisettle/money';
import { useEffect, useState } from 'preact/hooks';
import type { AcrossView, FlowView, StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import type { DoorAnswer } from '../door/answer.js';
import { useShortened } from '../frame/shortened.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { useSession } from '../session/session.js';
import { Trouble } from '../session/trouble.js';
import { Panel } from './panel.js';

const SHOWN = 8;
const SIDES = ['care', 'insured'] as const;

type Flow = Pick<FlowView, 'division' | 'side'>;

interface AcrossListProps {
  readonly flow: Flow;
  readonly onShow: (settlement: string) => void;
}

/** The settlements behind a cell of the matrix, the newest first; each leads to its explanation. */
function AcrossList({ flow, onShow }: AcrossListProps) {
  const { console: texts, loading } = useTexts().operator;
  const { amount, division: place, moment } = useValues();
  const { ask } = useSession();
  const [answer, setAnswer] = useState<DoorAnswer<AcrossView[]>>();
  const { division, side } = flow;
  useEffect(() => {
    const end = new AbortController();
    setAnswer(undefined);
    const path = `/api/console/across?${new URLSearchParams({ division, side })}`;
    void ask<AcrossView[]>(path, undefined, end.signal).then(setAnswer, () => undefined);
    return () => end.abort();
  }, [division, side]);
  const [shown, rest] = useShortened(answer?.outcome === 'answered' ? answer.body : [], SHOWN);
  const title = texts.flows.of(place(division), texts.flows[side]);
  return (
    <>
      <h3>{title}</h3>
      {answer === undefined ? <p class="soft">{loading}</p> : null}
      <Trouble answer={answer} />
      <div class="wide" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{texts.messages.at}</th>
              <th scope="col">{texts.messages.institution}</th>
              <th scope="col" class="figure">
                {texts.flows.total}
              </th>
              <th scope="col" class="figure">
                {texts.flows.owed}
              </th>
              <th scope="col">{texts.flows.settlement}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ settlementId, kind, institution, at, total, owed }) => (
              <tr key={settlementId}>
                <td>{moment(at)}</td>
                <td>{institution}</td>
                <td class="figure">{amount(fenOf(total))}</td>
                <td class="figure">{amount(fenOf(owed))}</td>
                <td>
                  {kind === 'cancellation' ? <span class="badge">{texts.outcomes.cancelled}</span> : null}{' '}
                  <button
                    type="button"
                    class="button quiet number"
                    aria-label={texts.find.settlement(settlementId)}
                    onClick={() => onShow(settlementId)}
                  >
                    {settlementId}
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

interface FlowsPanelProps extends Pick<StandingsView, 'flows'> {
  readonly onShow: (settlement: string) => void;
}

/** Who is treated where, as a matrix of provinces both ways; a cell leads to its settlements. */
export function FlowsPanel({ flows, onShow }: FlowsPanelProps) {
  const { flows: texts } = useTexts().operator.console;
  const { amount, division: place, number } = useValues();
  const [picked, setPicked] = useState<Flow>();
  const rows = flows?.found ?? [];
  const [divisions, rest] = useShortened([...new Set(rows.map(({ division }) => division))], SHOWN);
  const written = (of: readonly FlowView[]): string => {
    const count = of.reduce((sum, flow) => sum + flow.rows, 0);
    return texts.cell(number(count), amount(plus(ZERO_FEN, ...of.map(({ owed }) => fenOf(owed)))));
  };
  const cell = (division: string, side: FlowView['side']) => {
    const of = rows.filter((row) => row.division === division && row.side === side);
    if (of.length === 0) return '–';
    return (
      <button
        type="button"
        class="button quiet"
        data-flow={`${division} ${side}`}
        aria-pressed={picked?.division === division && picked.side === side}
        onClick={() => setPicked({ division, side })}
      >
        {written(of)}
      </button>
    );
  };
  return (
    <Panel name="flows" title={texts.title} at={flows?.at}>
      {flows && rows.length === 0 ? <p class="soft">{texts.none}</p> : null}
      {rows.length === 0 ? null : (
        <div class="wide" tabIndex={0} role="region" aria-label={texts.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.division}</th>
                <th scope="col">{texts.care}</th>
                <th scope="col">{texts.insured}</th>
              </tr>
            </thead>
            <tbody>
              {divisions.map((division) => (
                <tr key={division}>
                  <th scope="row">{place(division)}</th>
                  {SIDES.map((side) => (
                    <td key={side}>{cell(division, side)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{texts.all}</th>
                {SIDES.map((side) => (
                  <td key={side}>{written(rows.filter((row) => row.side === side))}</td>
                ))}
              </tr>
            </tfoot>
          </table>
        </div>
      )}
      {rest}
      {picked === undefined ? null : <AcrossList flow={picked} onShow={onShow} />}
    </Panel>
  );
}
