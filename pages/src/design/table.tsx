import type { ComponentChildren, HTMLAttributes } from 'preact';
import { useShortened } from './shortened.js';
import './table.css';

interface ScrolledProps extends HTMLAttributes<HTMLDivElement> {
  /** What is in it, for whoever comes to it by the keyboard or hears it. */
  readonly label: string;
  /** Which way it may be larger than its place. */
  readonly way?: 'wide' | 'tall' | 'wide tall';
}

/** What may be larger than its place: it scrolls within, by the keyboard as well. */
export function Scrolled({ label, way = 'wide', ...others }: ScrolledProps) {
  return <div class={way} tabIndex={0} role="region" aria-label={label} {...others} />;
}

/** A column: what stands over it, and what each row has in it. */
export interface Column<Row> {
  readonly head: ComponentChildren;
  readonly cell: (row: Row) => ComponentChildren;
  /**
   * `name`: what the row is called, which is its head. `figure`: amounts and counts, at the right. `digits`: such, or
   * times, under a head that stays at the left.
   */
  readonly kind?: 'name' | 'figure' | 'digits';
}

interface TableProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** What tells a row from the others when they are read anew. */
  readonly keyOf: (row: Row, index: number) => string | number;
  /** What a row is known by in the document. */
  readonly marks?: (row: Row) => Readonly<Record<`data-${string}`, string | undefined>>;
  /** Rows beneath all others, such as sums. */
  readonly foot?: ComponentChildren;
  readonly class?: string;
}

const figureIf = (is: boolean): 'figure' | undefined => (is ? 'figure' : undefined);

/** A table that fits its place. */
export function Table<Row>({ rows, columns, keyOf, marks, foot, class: look }: TableProps<Row>) {
  return (
    <table class={look}>
      <thead>
        <tr>
          {columns.map(({ head, kind }, index) => (
            <th key={index} scope="col" class={figureIf(kind === 'figure')}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={keyOf(row, index)} {...marks?.(row)}>
            {columns.map(({ cell, kind }, place) =>
              kind === 'name' ? (
                <th key={place} scope="row">
                  {cell(row)}
                </th>
              ) : (
                <td key={place} class={figureIf(kind === 'figure' || kind === 'digits')}>
                  {cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {foot === undefined ? null : <tfoot>{foot}</tfoot>}
    </table>
  );
}

interface WideTableProps<Row> extends TableProps<Row> {
  readonly label: string;
  /** Whether a long one keeps to its panel. */
  readonly tall?: boolean;
  /** Rows that are shown until somebody asks for all of them. */
  readonly most?: number;
  /** What stands there instead of a table without rows; without it the heads do. */
  readonly none?: string;
  /** What its frame hears. */
  readonly handlers?: HTMLAttributes<HTMLDivElement>;
}

/** A table that may be larger than its place, in a frame that scrolls. */
export function WideTable<Row>({ label, tall, most = Infinity, none, handlers, ...table }: WideTableProps<Row>) {
  const [shown, rest] = useShortened(table.rows, most);
  if (table.rows.length === 0 && none !== undefined) return <p class="soft">{none}</p>;
  return (
    <>
      <Scrolled label={label} way={tall ? 'wide tall' : 'wide'} {...handlers}>
        <Table {...table} rows={shown} />
      </Scrolled>
      {rest}
    </>
  );
}
