import { type ComponentChildren } from 'preact';
import { useTexts } from '../language/language.js';
import { useValues } from '../language/values.js';

interface PanelProps {
  readonly name: string;
  readonly title: string;
  readonly at: string | undefined;
  readonly children: ComponentChildren;
}

/** A panel that says as of when it is; without that it has not been read yet. */
export function Panel({ name, title, at, children }: PanelProps) {
  const { console: texts, loading } = useTexts().operator;
  const { clock } = useValues();
  return (
    <section class="card stack" aria-labelledby={`${name}-title`}>
      <div class="panel-head">
        <h2 id={`${name}-title`}>{title}</h2>
        <span class="small soft">{at === undefined ? loading : texts.asOf(clock(at))}</span>
      </div>
      {children}
    </section>
  );
}
