import { plus, ZERO_FEN } from '@medisettle/money';
import { useState } from 'preact/hooks';
import type { AcrossView, FlowView, StandingsView } from '../../../apps/settlement/src/console/console-terms.js';
import { type Column, WideTable } from '../design/table.js';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';
import { fenOf } from '../money-bar/shares.js';
import { useAsked } from '../session/asked.js';
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
  const { division, side } = flow;
  const answer = useAsked<AcrossView[]>(`/api/console/across?${new URLSearchParams({ division, side })}`);
  const title = texts.flows.of(place(division), texts.flows[side]);
  return (
    <>
      <h3>{title}</h3>
      {answer === undefined ? <p class="soft">{loading}</p> : null}
      <Trouble answer={answer} />
      <WideTable
        label={title}
        most={SHOWN}
        rows={answer?.outcome === 'answered' ? answer.body : []}
        keyOf={({ settlementId }) => settlementId}
        columns={[
          { head: texts.messages.at, cell: ({ at }) => moment(at) },
          { head: texts.messages.institution, cell: ({ institution }) => institution },
          { head: texts.flows.total, kind: 'figure', cell: ({ total }) => amount(fenOf(total)) },
          { head: texts.flows.owed, kind: 'figure', cell: ({ owed }) => amount(fenOf(owed)) },
          {
            head: texts.flows.settlement,
            cell: ({ kind, settlementId }) => (
              <>
                {kind === 'cancellation' ? <span class="badge">{texts.outcomes.cancelled}</span> : null}{' '}
                <button
                  type="button"
                  class="button quiet number"
                  aria-label={texts.find.settlement(settlementId)}
                  onClick={() => onShow(settlementId)}
                >
                  {settlementId}
                </button>
              </>
            ),
          },
        ]}
      />
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
      {flows === null ? null : (
        <WideTable
          label={texts.title}
          most={SHOWN}
          none={texts.none}
          rows={[...new Set(rows.map(({ division }) => division))]}
          keyOf={(division) => division}
          columns={[
            { head: texts.division, kind: 'name', cell: place },
            ...SIDES.map((side): Column<string> => ({ head: texts[side], cell: (division) => cell(division, side) })),
          ]}
          foot={
            <tr>
              <th scope="row">{texts.all}</th>
              {SIDES.map((side) => (
                <td key={side}>{written(rows.filter((row) => row.side === side))}</td>
              ))}
            </tr>
          }
        />
      )}
      {picked === undefined ? null : <AcrossList flow={picked} onShow={onShow} />}
    </Panel>
  );
}
